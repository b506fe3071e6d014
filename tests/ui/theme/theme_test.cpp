#include "ui/theme/theme.h"

#include <QListView>
#include <QProxyStyle>
#include <QtTest>

using namespace charrette;

namespace {

/// A platform on which one click opens.
class SingleClickStyle : public QProxyStyle {
public:
    using QProxyStyle::QProxyStyle;
    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget, QStyleHintReturn* more) const override {
        return hint == SH_ItemView_ActivateItemOnSingleClick ? 1 : QProxyStyle::styleHint(hint, option, widget, more);
    }
};

}  // namespace

class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneClickSelectsOnEveryPlatform() {
        applyTheme(*qApp, Appearance::Dark);
        QApplication::setStyle(new SingleClickStyle("Fusion"));
        QListView view;
        view.ensurePolished();
        QCOMPARE(view.style()->styleHint(QStyle::SH_ItemView_ActivateItemOnSingleClick, nullptr, &view), 0);
    }
};

QTEST_MAIN(ThemeTest)
#include "theme_test.moc"
