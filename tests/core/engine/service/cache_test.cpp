#include "core/engine/service/cache.h"

#include <QTest>

using charrette::Cache;

class CacheTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void valuesAreFoundByKey() {
        Cache<int> cache(10'000);
        QVERIFY(!cache.find("a"));
        cache.insert("a", 1, 100);
        cache.insert("b", 2, 100);
        QCOMPARE(cache.find("a"), std::optional(1));
        QCOMPARE(cache.find("b"), std::optional(2));
    }

    void theBudgetIsNeverExceeded() {
        Cache<int> cache(100'000);
        for (int i = 0; i < 10'000; ++i) {
            cache.insert(std::to_string(i), i, size_t(i * 7919 % 30'000));
            QVERIFY(cache.bytes() <= cache.budget());
        }
        QVERIFY(cache.bytes() > cache.budget() / 2);
    }

    void whatWasNotAskedForTheLongestGoesFirst() {
        Cache<int> cache(3 * 2000);
        for (const char* key : {"a", "b", "c"}) cache.insert(key, 1, 1500);
        cache.find("a");
        cache.insert("d", 1, 1500);
        QVERIFY(cache.find("a") && cache.find("c") && cache.find("d"));
        QVERIFY(!cache.find("b"));
    }

    void whatIsLargerThanTheBudgetIsNotKept() {
        Cache<int> cache(1000);
        cache.insert("small", 1, 10);
        cache.insert("large", 2, 1001);
        QVERIFY(cache.find("small") && !cache.find("large"));
    }

    void aKeyThatIsThereKeepsItsValue() {
        Cache<int> cache(10'000);
        cache.insert("a", 1, 100);
        const size_t bytes = cache.bytes();
        cache.insert("a", 2, 200);
        QCOMPARE(cache.find("a"), std::optional(1));
        QCOMPARE(cache.bytes(), bytes);
    }

    void clearingKeepsNothing() {
        Cache<int> cache(10'000);
        cache.insert("a", 1, 100);
        cache.clear();
        QVERIFY(!cache.find("a"));
        QCOMPARE(cache.bytes(), size_t(0));
    }
};

QTEST_APPLESS_MAIN(CacheTest)
#include "cache_test.moc"
