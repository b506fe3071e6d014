#include "ui/window/passport_view.h"

#include <QLabel>
#include <QtTest>

#include "tests/core/design/sample_card.h"

using namespace charrette;

class PassportViewTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aStrangersTextIsPlain() {
        Card card = sampleCard();
        card.description = card.passport.bias = "<b>bold</b>";
        PassportView view;
        view.show(card);
        int count = 0;
        for (const auto* label : view.findChildren<QLabel*>()) {
            if (label->text() != "<b>bold</b>") continue;
            QCOMPARE(label->textFormat(), Qt::PlainText);
            ++count;
        }
        QCOMPARE(count, 2);
    }
};

QTEST_MAIN(PassportViewTest)
#include "passport_view_test.moc"
