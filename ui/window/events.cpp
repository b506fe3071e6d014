// What happens to the window: keys, files that are dropped, its layout from one day to the next.
#include <QCloseEvent>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenuBar>
#include <QMimeData>
#include <QPainter>
#include <QSettings>
#include <QSpinBox>
#include <QSplitter>
#include <QStatusBar>
#include <QUrl>

#include "ui/grid/variant_view.h"
#include "ui/lineage/lineage_view.h"
#include "ui/starts/start_strip.h"
#include "ui/widgets/message_bar.h"
#include "ui/window/main_window.h"

namespace charrette {

namespace {

constexpr const char *geometryKey = "window/geometry", *splitterKey = "window/columns", *zoomKey = "window/zoom",
                     *rightKey = "window/right";

/// Whether a widget wants a key for itself that is also a command's.
bool takesKey(const QWidget* widget, const QKeyEvent& event) {
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    const bool presses = event.key() == Qt::Key_Space || event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
    if (qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QComboBox*>(widget))
        return presses || !event.text().isEmpty();
    return presses && (qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const LineageView*>(widget) ||
                       qobject_cast<const StartList*>(widget));
}

}  // namespace

void MainWindow::keepLayout() {
    QSettings settings;
    settings.setValue(geometryKey, saveGeometry());
    settings.setValue(splitterKey, findChild<QSplitter*>("columns")->saveState());
    settings.setValue(rightKey, findChild<QSplitter*>("right")->saveState());
    settings.setValue(zoomKey, m_grid->cellWidth());
    keepSketch(sketch());
}

WindowSketch MainWindow::sketch() const {
    const auto* columns = findChild<QSplitter*>("columns");
    return {.menu = menuBar()->isNativeMenuBar() ? 0 : menuBar()->height(),
            .bar = m_count->parentWidget()->height(),
            .left = columns->widget(0)->width(),
            .right = columns->widget(2)->width(),
            .status = statusBar()->height()};
}

void MainWindow::restorePlace() { restoreGeometry(QSettings().value(geometryKey).toByteArray()); }

void MainWindow::restoreLayout() {
    const QSettings settings;
    findChild<QSplitter*>("columns")->restoreState(settings.value(splitterKey).toByteArray());
    findChild<QSplitter*>("right")->restoreState(settings.value(rightKey).toByteArray());
    m_grid->setCellWidth(settings.value(zoomKey, m_grid->cellWidth()).toInt());
}

bool MainWindow::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && takesKey(focusWidget(), *static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QMainWindow::event(event);
}

/// Parts paint themselves.
void MainWindow::paintEvent(QPaintEvent* event) {
    if (m_grid) return QMainWindow::paintEvent(event);
    const bool isFirst = !m_sketch;
    if (isFirst) m_sketch = keptSketch();
    QPainter painter(this);
    paintSketch(painter, size(), palette(), *m_sketch);
    if (isFirst) QMetaObject::invokeMethod(this, &MainWindow::sketched, Qt::QueuedConnection);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_grid) return QMainWindow::closeEvent(event);
    keepLayout();
    if (!m_exporter.isBusy()) return QMainWindow::closeEvent(event);
    m_message->say(exportUnderWay());
    event->ignore();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls() && !event->source()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    QStringList files;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) files << url.toLocalFile();
    event->acceptProposedAction();
    openFiles(files);
}

}  // namespace charrette
