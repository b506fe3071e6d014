#include "ui/window/main_window.h"

#include <QCloseEvent>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSlider>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include "ui/compare/large_view.h"
#include "ui/engine_client.h"
#include "ui/grid/variant_view.h"
#include "ui/lineage/lineage_model.h"
#include "ui/lineage/lineage_view.h"
#include "ui/panel/parameter_panel.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_bar.h"

namespace charrette {

namespace {

constexpr int boldSteps = 100;
constexpr double boldest = 1.4;
constexpr const char *geometryKey = "window/geometry", *splitterKey = "window/columns", *zoomKey = "window/zoom",
                     *rightKey = "window/right";

QWidget* surface(QWidget* parent) {
    auto* widget = new QWidget(parent);
    widget->setAutoFillBackground(true);
    widget->setBackgroundRole(QPalette::Base);
    return widget;
}

QLabel* heading(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setFont(headingFont(label->font()));
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setContentsMargins(14, 12, 14, 4);
    return label;
}

QLabel* secondary(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

}  // namespace

MainWindow::MainWindow(EngineClient& engine, Studio& studio, QWidget* parent)
    : QMainWindow(parent), m_engine(engine), m_studio(studio), m_lineageModel(std::make_unique<LineageModel>()) {
    setAcceptDrops(true);
    auto* columns = new QSplitter(this);
    columns->setObjectName("columns");
    columns->setHandleWidth(1);
    columns->setChildrenCollapsible(false);
    columns->addWidget(makeLeft());
    columns->addWidget(makeCentre());
    columns->addWidget(makeRight());
    columns->setStretchFactor(1, 1);
    columns->setSizes({276, 900, 260});
    setCentralWidget(columns);
    makeMenus();
    makeStatus();
    connectStudio();
    resize(1400, 880);
    restoreLayout();
    showCard();
    showSettings();
    showHistory();
    showEngine();
    m_grid->setFocus();
}

MainWindow::~MainWindow() = default;

QWidget* MainWindow::makeLeft() {
    auto* left = surface(this);
    left->setMinimumWidth(230);
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_model = new QPushButton(left);
    m_model->setProperty("header", true);
    m_model->setIconSize({36, 36});
    m_model->setAccessibleName(tr("Model"));
    m_model->setToolTip(tr("Choose another model, or read this one's passport"));
    connect(m_model, &QPushButton::clicked, this, &MainWindow::chooseModel);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(10, 10, 10, 4);
    head->addWidget(m_model);
    layout->addLayout(head);
    m_panel = new ParameterPanel(left);
    layout->addWidget(m_panel, 1);
    return left;
}

QSlider* MainWindow::makeScale(const QString& from, const QString& to, const QString& name, QLayout& layout) {
    auto* slider = new QSlider(Qt::Horizontal);
    slider->setRange(0, boldSteps);
    slider->setFixedWidth(110);
    slider->setAccessibleName(name);
    slider->setToolTip(name);
    for (const QString& text : {from, to}) {
        auto* label = new QLabel(text);
        label->setForegroundRole(QPalette::PlaceholderText);
        layout.addWidget(label);
        if (text == from) layout.addWidget(slider);
    }
    const auto settings = [this] {
        Settings changed = m_panel->settings();
        changed.spread = double(m_spread->value()) / boldSteps;
        changed.truncation = boldest * m_boldness->value() / boldSteps;
        return changed;
    };
    connect(slider, &QSlider::valueChanged, this, [this, slider, settings] {
        if (m_isShowing) return;
        slider->isSliderDown() ? m_studio.tune(settings()) : m_studio.commit(settings());
    });
    connect(slider, &QSlider::sliderReleased, this, [this, settings] { m_studio.commit(settings()); });
    return slider;
}

QWidget* MainWindow::makeBar() {
    auto* bar = surface(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(14, 8, 14, 8);
    layout->setSpacing(8);
    const auto add = [&](const QString& text, const QString& tip, Do run) {
        auto* button = new QPushButton(text, bar);
        button->setToolTip(tip);
        button->setFocusPolicy(Qt::TabFocus);
        connect(button, &QPushButton::clicked, this, run);
        layout->addWidget(button);
        return button;
    };
    add(tr("New generation"), tr("New variants around these settings (Space)"), &MainWindow::make)->setDefault(true);
    add(tr("Explore around"), tr("New variants around the selected one (E)"), &MainWindow::explore);
    add(tr("Breed"), tr("Children of two to four selected variants (B)"), &MainWindow::breed);
    add(tr("Compare"), tr("Two to four selected variants side by side (C)"), &MainWindow::compare);
    layout->addStretch(1);
    m_spread = makeScale(tr("close"), tr("wild"), tr("How far new variants stray, close to wild"), *layout);
    layout->addSpacing(14);
    m_boldness = makeScale(tr("typical"), tr("bold"), tr("How near variants keep to the model's mean, typical to bold"), *layout);
    layout->addSpacing(14);
    m_count = new QSpinBox(bar);
    m_count->setRange(6, 96);
    m_count->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_count->setFixedWidth(40);
    m_count->setAlignment(Qt::AlignCenter);
    m_count->setKeyboardTracking(false);
    m_count->setAccessibleName(tr("Variants of a generation"));
    m_count->setToolTip(m_count->accessibleName());
    connect(m_count, &QSpinBox::valueChanged, this, [this](int count) {
        if (m_isShowing) return;
        Settings changed = m_panel->settings();
        changed.count = count;
        m_studio.commit(changed);
    });
    layout->addWidget(m_count);
    return bar;
}

QWidget* MainWindow::makeCentre() {
    auto* centre = new QWidget(this);
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeBar());
    m_message = new MessageBar(centre);
    layout->addWidget(m_message);
    m_grid = new VariantView(m_studio.grid(), VariantDelegate::Caption::None, centre);
    m_grid->setAccessibleName(tr("Variants"));
    m_grid->setEmptyText(tr("Variants appear here as soon as a model is open."));
    m_large = new LargeView(m_studio.grid(), centre);
    m_pages = new QStackedWidget(centre);
    m_pages->addWidget(m_grid);
    m_pages->addWidget(m_large);
    layout->addWidget(m_pages, 1);
    connect(m_grid, &QListView::activated, this, &MainWindow::enlarge);
    connect(m_grid, &VariantView::visibleRowsChanged, this, [this] { m_studio.setVisibleRows(m_grid->visibleRows()); });
    connect(m_grid, &VariantView::chosenRowsChanged, this, &MainWindow::updateActions);
    connect(m_large, &LargeView::left, this, &MainWindow::leaveLarge);
    connect(m_large, &LargeView::moved, this, [this](int by) {
        const int row = m_large->rows().size() == 1 ? m_large->rows()[0] + by : -1;
        if (row < 0 || row >= m_studio.grid().rowCount()) return;
        m_grid->setCurrentIndex(m_studio.grid().index(row));
        showLarge(row);
    });
    m_studio.grid().setMakeMimeData([this](const std::vector<int>& rows) { return mimeDataOf(m_studio.grid(), rows); });
    return centre;
}

QWidget* MainWindow::makeRight() {
    auto* right = surface(this);
    right->setMinimumWidth(180);
    auto* layout = new QVBoxLayout(right);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* split = new QSplitter(Qt::Vertical, right);
    split->setObjectName("right");
    split->setHandleWidth(1);
    const auto section = [&](const QString& title, QWidget* content) {
        auto* box = surface(split);
        auto* inside = new QVBoxLayout(box);
        inside->setContentsMargins(0, 0, 0, 0);
        inside->setSpacing(0);
        inside->addWidget(heading(title, box));
        inside->addWidget(content, 1);
        split->addWidget(box);
    };
    m_pins = new VariantView(m_studio.pins(), VariantDelegate::Caption::Note, right);
    m_pins->setAccessibleName(tr("Pins"));
    m_pins->setCellWidth(118);
    m_pins->setEmptyText(tr("Press P to pin a variant that you like."));
    m_lineage = new LineageView(*m_lineageModel, right);
    section(tr("Pins"), m_pins);
    section(tr("Lineage"), m_lineage);
    layout->addWidget(split);
    connect(m_lineage, &LineageView::chosen, &m_studio, &Studio::showGeneration);
    m_studio.pins().setMakeMimeData([this](const std::vector<int>& rows) { return mimeDataOf(m_studio.pins(), rows); });
    return right;
}

void MainWindow::makeStatus() {
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setContentsMargins(0, 0, 14, 0);
    m_state = secondary(this);
    m_generation = secondary(this);
    m_done = secondary(this);
    m_done->setMinimumWidth(90);
    m_done->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_progress = new QProgressBar(this);
    m_progress->setFixedWidth(140);
    m_progress->setTextVisible(false);
    m_progress->setAccessibleName(tr("Pictures done"));
    statusBar()->addWidget(m_state);
    statusBar()->addWidget(m_generation);
    statusBar()->addPermanentWidget(m_done);
    statusBar()->addPermanentWidget(m_progress);
    m_done->hide();
    m_progress->hide();
}

void MainWindow::connectStudio() {
    connect(m_panel, &ParameterPanel::moved, &m_studio, &Studio::tune);
    connect(m_panel, &ParameterPanel::edited, &m_studio, &Studio::commit);
    connect(&m_studio, &Studio::cardChanged, this, &MainWindow::showCard);
    connect(&m_studio, &Studio::settingsChanged, this, &MainWindow::showSettings);
    connect(&m_studio, &Studio::historyChanged, this, &MainWindow::showHistory);
    connect(&m_studio, &Studio::gridChanged, this, [this] { m_grid->setColumns(m_studio.columns()); });
    connect(&m_studio, &Studio::said, m_message, &MessageBar::say);
    connect(&m_studio, &Studio::progressed, this, [this](int done, int total) {
        m_progress->setRange(0, total);
        m_progress->setValue(done);
        m_done->setText(tr("%1 of %2").arg(done).arg(total));
        m_done->setVisible(done < total);
        m_progress->setVisible(done < total);
        if (m_model->icon().isNull() && done == total) showModelPicture();
    });
    connect(&m_engine, &EngineClient::stateChanged, this, &MainWindow::showEngine);
}

void MainWindow::showCard() {
    const auto& card = m_studio.card();
    if (!card) return m_model->setText(tr("Opening the model …"));
    m_model->setText(
        tr(" %1\n %2 px · %3 parameters").arg(QString::fromStdString(card->title)).arg(card->resolution).arg(card->parameters.size()));
    m_model->setIcon({});
    m_panel->setCard(*card);
    showSettings();
}

/// The first of its variants stands for the model.
void MainWindow::showModelPicture() {
    if (m_studio.grid().rowCount() > 0) m_model->setIcon(QPixmap::fromImage(m_studio.grid().picture(0)));
}

void MainWindow::showSettings() {
    m_isShowing = true;
    const Settings& settings = m_studio.settings();
    m_panel->setSettings(settings);
    m_spread->setValue(int(std::lround(settings.spread * boldSteps)));
    m_boldness->setValue(int(std::lround(settings.truncation / boldest * boldSteps)));
    m_count->setValue(settings.count);
    m_isShowing = false;
}

void MainWindow::showHistory() {
    m_lineageModel->show(m_studio.board());
    const int generations = m_lineageModel->rowCount(), current = m_lineageModel->currentRow();
    m_generation->setText(m_studio.isDraft() ? tr("Draft") : tr("Generation %1 of %2").arg(current + 1).arg(generations));
    setWindowTitle(tr("%1 – Charrette").arg(QString::fromStdString(m_studio.board().file().stem().string())));
    updateActions();
}

void MainWindow::showEngine() {
    m_state->setText(m_engine.stateText());
    if (m_engine.state() == EngineClient::State::GivenUp) m_message->say(m_engine.stateText());
}

std::vector<int> MainWindow::chosen() const {
    if (m_pages->currentWidget() == m_large) return m_large->rows();
    return m_grid->chosenRows();
}

void MainWindow::leaveLarge() {
    m_pages->setCurrentWidget(m_grid);
    m_grid->setFocus();
}

void MainWindow::keepLayout() {
    QSettings settings;
    settings.setValue(geometryKey, saveGeometry());
    settings.setValue(splitterKey, findChild<QSplitter*>("columns")->saveState());
    settings.setValue(rightKey, findChild<QSplitter*>("right")->saveState());
    settings.setValue(zoomKey, m_grid->cellWidth());
}

void MainWindow::restoreLayout() {
    const QSettings settings;
    restoreGeometry(settings.value(geometryKey).toByteArray());
    findChild<QSplitter*>("columns")->restoreState(settings.value(splitterKey).toByteArray());
    findChild<QSplitter*>("right")->restoreState(settings.value(rightKey).toByteArray());
    m_grid->setCellWidth(settings.value(zoomKey, m_grid->cellWidth()).toInt());
}

namespace {

/// Whether a widget wants a key for itself that is also a command's.
bool takesKey(const QWidget* widget, const QKeyEvent& event) {
    if (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) return false;
    const bool presses = event.key() == Qt::Key_Space || event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter;
    if (qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QComboBox*>(widget))
        return presses || !event.text().isEmpty();
    return presses && (qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const LineageView*>(widget));
}

}  // namespace

bool MainWindow::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride && takesKey(focusWidget(), *static_cast<QKeyEvent*>(event))) {
        event->accept();
        return true;
    }
    return QMainWindow::event(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    keepLayout();
    QMainWindow::closeEvent(event);
}

}  // namespace charrette
