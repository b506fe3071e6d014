#include "ui/window/main_window.h"

#include <QAbstractProxyModel>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalBlocker>
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
#include "ui/pins/pin_tray.h"
#include "ui/site/site_panel.h"
#include "ui/studio/tuning.h"
#include "ui/theme/theme.h"
#include "ui/widgets/message_bar.h"
#include "ui/widgets/parameter_slider.h"
#include "ui/window/model_chooser.h"
#include "ui/window/recent_boards.h"
#include "ui/window/status_line.h"

namespace charrette {

namespace {

constexpr double boldest = 1.4, stepsPerUnit = 100;

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

}  // namespace

MainWindow::MainWindow(EngineClient& engine, Studio& studio, Parts parts)
    : m_engine(engine), m_studio(studio), m_exporter(engine), m_lineageModel(std::make_unique<LineageModel>()) {
    resize(1400, 880);
    restorePlace();
    if (parts == Parts::Made) makeParts();
}

void MainWindow::makeParts() {
    setAcceptDrops(true);
    auto* columns = new QSplitter(this);
    columns->setObjectName("columns");
    columns->setHandleWidth(1);
    columns->setChildrenCollapsible(false);
    columns->addWidget(makeLeft());
    columns->addWidget(makeCentre());
    columns->addWidget(makeRight());
    columns->setStretchFactor(1, 1);
    columns->setSizes({276, 900, 268});
    setCentralWidget(columns);
    makeMenus();
    makeStatus();
    connectStudio();
    connectGrid();
    restoreLayout();
    showCard();
    showSettings();
    showHistory();
    showEngine();
    setActive(*m_grid);
    m_grid->setFocus();
    if (!m_studio.board().notice().empty()) m_message->say(QString::fromStdString(m_studio.board().notice()));
}

MainWindow::~MainWindow() {
    // What a control has not finished goes into the board while there is one.
    if (QWidget* focused = focusWidget()) focused->clearFocus();
}

QWidget* MainWindow::makeLeft() {
    auto* left = surface(this);
    left->setMinimumWidth(230);
    auto* layout = new QVBoxLayout(left);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_model = new QPushButton(left);
    m_model->setProperty("header", true);
    m_model->setIconSize({36, 36});
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

/// Over one setting, from 0 to `most`, between the words for its ends.
ParameterSlider* MainWindow::makeScale(double Settings::*setting, double most, const QStringList& ends, const QString& name,
                                       QLayout& layout) {
    auto* slider = new ParameterSlider;
    slider->setScale(0, most, int(std::lround(most * stepsPerUnit)));
    slider->setTextOf([](double number) { return QString::number(number, 'f', 2); });
    slider->setMaximumWidth(110);
    slider->setAccessibleName(name);
    slider->setToolTip(name);
    for (const QString& text : ends) {
        auto* label = new QLabel(text);
        label->setForegroundRole(QPalette::PlaceholderText);
        layout.addWidget(label);
        if (text == ends.front()) layout.addWidget(slider);
    }
    const auto with = [this, setting](double number) {
        Settings changed = m_panel->settings();
        changed.*setting = number;
        return changed;
    };
    connect(slider, &ParameterSlider::numberChanged, this, [this, with](double number) { m_studio.tune(with(number), chosen()); });
    connect(slider, &ParameterSlider::editingFinished, this, [this, with, slider] { m_studio.commit(with(slider->number())); });
    connect(slider, &ParameterSlider::resetRequested, this, [this, with, setting] {
        if (m_studio.card()) m_studio.commit(with(freshSettings(*m_studio.card()).*setting));
    });
    return slider;
}

QPushButton* MainWindow::makeButton(const QString& text, const QString& tip, Do run, QLayout& layout) {
    auto* button = new QPushButton(text);
    button->setToolTip(tip);
    button->setFocusPolicy(Qt::TabFocus);
    connect(button, &QPushButton::clicked, this, run);
    layout.addWidget(button);
    return button;
}

QWidget* MainWindow::makeBar() {
    auto* bar = surface(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(14, 8, 14, 8);
    layout->setSpacing(8);
    makeButton(tr("New generation"), tr("New variants around these settings (Space)"), &MainWindow::make, *layout)->setDefault(true);
    makeButton(tr("Explore around"), tr("New variants around the selected one (E)"), &MainWindow::explore, *layout);
    m_breed = makeButton(tr("Breed"), tr("Children of two to four selected variants (B)"), &MainWindow::breed, *layout);
    m_compare = makeButton(tr("Compare"), tr("Two to four selected variants side by side (C)"), &MainWindow::compare, *layout);
    makeSiteControls(*layout);
    layout->addStretch(1);
    m_spread = makeScale(&Settings::spread, 1, {tr("close"), tr("wild")}, tr("How far new variants stray, close to wild"), *layout);
    layout->addSpacing(14);
    m_boldness = makeScale(&Settings::truncation, boldest, {tr("typical"), tr("bold")},
                           tr("How near variants keep to the model's mean, typical to bold"), *layout);
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
    layout->addWidget(m_sitePanel);
    m_message = new MessageBar(centre);
    layout->addWidget(m_message);
    m_grid = new VariantView(m_studio.grid(), VariantDelegate::Caption::None, centre);
    m_grid->setAccessibleName(tr("Variants"));
    layout->addWidget(makeStarts());
    m_pages = new QStackedWidget(centre);
    m_pages->addWidget(m_grid);
    connect(m_pages, &QStackedWidget::currentChanged, this, &MainWindow::showStarts);
    layout->addWidget(m_pages, 1);
    m_studio.grid().setMakeMimeData([this](const std::vector<int>& rows) { return mimeDataOf(m_studio.grid(), rows); });
    return centre;
}

/// Of the variants themselves, which a view may show in another order.
static int sourceRow(const VariantView& view, int row) {
    const auto* proxy = qobject_cast<const QAbstractProxyModel*>(view.model());
    return proxy ? proxy->mapToSource(proxy->index(row, 0)).row() : row;
}

/// The views of variants: the grid's and the pins'.
void MainWindow::connectGrid() {
    for (VariantView* view : {m_grid, &m_pins->view()}) {
        connect(view, &QListView::activated, this, [this, view] {
            setActive(*view);
            enlarge();
        });
        connect(view, &VariantView::entered, this, [this, view] { setActive(*view); });
        connect(view, &VariantView::chosenRowsChanged, this, &MainWindow::updateActions);
        connect(view, &VariantView::chosenRowsChanged, this, &MainWindow::showLine);
        connect(view, &VariantView::draggedOnto, this, [this, view](int from, int to) {
            showBetween({view == m_grid ? &m_studio.grid() : &m_studio.pins(), {sourceRow(*view, from), sourceRow(*view, to)}});
        });
        view->setContextMenuPolicy(Qt::CustomContextMenu);
        connect(view, &QWidget::customContextMenuRequested, this,
                [this, view](const QPoint& point) { m_variantMenu->popup(view->viewport()->mapToGlobal(point)); });
    }
    connect(m_grid, &VariantView::visibleRowsChanged, this, [this] { m_studio.setVisibleRows(m_studio.grid(), m_grid->visibleRows()); });
    connect(&m_pins->view(), &VariantView::visibleRowsChanged, this,
            [this] { m_studio.setVisibleRows(m_studio.pins(), m_pins->visibleRows()); });
}

QWidget* MainWindow::makeRight() {
    auto* split = new QSplitter(Qt::Vertical, this);
    split->setObjectName("right");
    split->setMinimumWidth(190);
    split->setHandleWidth(1);
    split->setChildrenCollapsible(false);
    auto* top = surface(split);
    auto* topLayout = new QVBoxLayout(top);
    topLayout->setContentsMargins(0, 0, 0, 0);
    m_pins = new PinTray(m_studio.pins(), top);
    topLayout->addWidget(m_pins);
    topLayout->addWidget(makeExampleLink(top), 0, Qt::AlignHCenter);
    topLayout->addSpacing(10);
    auto* foot = surface(split);
    auto* footLayout = new QVBoxLayout(foot);
    footLayout->setContentsMargins(0, 0, 0, 0);
    footLayout->setSpacing(0);
    footLayout->addWidget(heading(tr("Lineage"), foot));
    m_lineage = new LineageView(*m_lineageModel, foot);
    footLayout->addWidget(m_lineage, 1);
    footLayout->addWidget(makeExampleLink(foot), 0, Qt::AlignHCenter);
    footLayout->addSpacing(10);
    split->addWidget(top);
    split->addWidget(foot);
    connect(m_lineage, &LineageView::chosen, &m_studio, &Studio::showGeneration);
    connect(m_pins, &PinTray::moved, &m_studio, &Studio::movePin);
    m_studio.pins().setMakeMimeData([this](const std::vector<int>& rows) { return mimeDataOf(m_studio.pins(), rows); });
    return split;
}

void MainWindow::makeStatus() {
    statusBar()->setSizeGripEnabled(false);
    m_status = new StatusLine(this);
    statusBar()->addWidget(m_status, 1);
    connect(&m_status->pictures(), &ProgressLine::cancelled, this, &MainWindow::stopPictures);
    connect(&m_status->exports(), &ProgressLine::cancelled, &m_exporter, &Exporter::cancel);
    connect(&m_exporter, &Exporter::progressed, &m_status->exports(), &ProgressLine::show);
    connect(&m_exporter, &Exporter::finished, this, &MainWindow::exportDone);
}

void MainWindow::connectStudio() {
    connect(m_panel, &ParameterPanel::moved, this, [this](const Settings& settings) { m_studio.tune(settings, chosen()); });
    connect(m_panel, &ParameterPanel::edited, &m_studio, &Studio::commit);
    connect(&m_studio, &Studio::cardChanged, this, &MainWindow::showCard);
    connect(&m_studio, &Studio::settingsChanged, this, &MainWindow::showSettings);
    connect(&m_studio, &Studio::historyChanged, this, &MainWindow::showHistory);
    connect(&m_studio, &Studio::gridChanged, this, &MainWindow::showGeneration);
    for (auto signal : {&Studio::gridChanged, &Studio::historyChanged, &Studio::settingsChanged})
        connect(&m_studio, signal, this, &MainWindow::checkBetween);
    connect(&m_studio, &Studio::said, m_message, &MessageBar::say);
    connect(&m_studio, &Studio::progressed, this, &MainWindow::showProgress);
    connect(&m_studio, &Studio::paceMeasured, m_status, &StatusLine::showPace);
    connect(&m_engine, &EngineClient::stateChanged, this, &MainWindow::showEngine);
    connect(&m_engine, &EngineClient::opened, &m_engine, &EngineClient::askStatistics);
    connect(&m_engine, &EngineClient::notice, &m_engine, &EngineClient::askStatistics);
    connect(&m_engine, &EngineClient::openFailed, this, &MainWindow::showGeneration);
    connect(&m_engine, &EngineClient::statistics, this, [this](const Statistics& statistics) {
        QStringList devices;
        for (const std::string& device : statistics.devices) devices << QString::fromStdString(device);
        m_status->showDevices(devices);
    });
}

void MainWindow::showCard() {
    readStarts();
    const auto& card = m_studio.card();
    if (!card) return m_model->setText(tr("No model yet"));
    m_model->setText(
        tr(" %1\n %2 px · %3 parameters").arg(QString::fromStdString(card->title)).arg(card->resolution).arg(allParameters(*card).size()));
    m_model->setIcon(QPixmap::fromImage(keptModelPicture(*card)));
    m_panel->setCard(*card);
    showSettings();
    showGeneration();
}

/// The first of its variants stands for the model.
void MainWindow::showModelPicture() {
    if (!m_model->icon().isNull() || !m_studio.card() || m_studio.site() || m_studio.grid().rowCount() == 0) return;
    if (m_studio.grid().state(0) != PictureState::Full) return;
    keepModelPicture(*m_studio.card(), m_studio.grid().picture(0));
    m_model->setIcon(QPixmap::fromImage(m_studio.grid().picture(0)));
}

void MainWindow::showProgress(int done, int total) {
    m_isRendering = done < total;
    m_status->pictures().show(done, total);
    if (!m_isRendering) showModelPicture();
    updateActions();
}

void MainWindow::showSettings() {
    const Settings& settings = m_studio.settings();
    m_panel->setSettings(settings);
    m_spread->setNumber(settings.spread);
    m_boldness->setNumber(settings.truncation);
    const QSignalBlocker blocker(m_count);
    m_count->setValue(settings.count);
    showSite();
    showStarts();
}

void MainWindow::showHistory() {
    m_lineageModel->show(m_studio.board());
    const int generations = m_lineageModel->rowCount(), current = m_lineageModel->currentRow();
    m_status->showGeneration(m_studio.isDraft() ? tr("Draft") : tr("Generation %1 of %2").arg(current + 1).arg(generations));
    const QString file = QString::fromStdString(m_studio.board().file().string());
    setWindowTitle(tr("%1 – Charrette").arg(boardTitle(file)));
    showStarts();
    showExampleLinks();
    updateActions();
    showLine();
}

void MainWindow::showLine() {
    const Chosen selected = chosen();
    m_lineageModel->markLine(selected.empty() ? 0 : selected.first().id);
}

QString MainWindow::emptyText() const {
    if (m_studio.isDraft() && m_engine.state() == EngineClient::State::GivenUp) return tr("The engine cannot be started.");
    if (!m_studio.card() && m_engine.state() == EngineClient::State::Ready)
        return tr("No model is open. Ctrl+M chooses one; or drop a model's folder here.");
    if (!m_studio.card()) return tr("Variants appear here as soon as the model is open …");
    return tr("Every variant of this generation is rejected. R shows them.");
}

void MainWindow::showGeneration() {
    const auto generation = m_studio.generation();
    const bool hasCaptions = generation && (generation->operation == Operation::Sheet || generation->operation == Operation::Interpolate);
    m_grid->setColumns(generation ? generation->columns : 0);
    m_grid->setCaption(hasCaptions ? VariantDelegate::Caption::Below : VariantDelegate::Caption::None);
    m_grid->setEmptyText(emptyText());
}

void MainWindow::showEngine() {
    m_status->showEngine(m_engine.stateText());
    m_grid->setEmptyText(emptyText());
    if (m_engine.state() == EngineClient::State::GivenUp)
        m_message->offer(m_engine.stateText(), tr("Start it again"), [this] { m_engine.restart(); });
}

void MainWindow::setActive(VariantView& view) {
    m_active = &view;
    // While a large picture is seen, commands would be about it.
    m_pages->setCurrentWidget(m_grid);
    for (VariantView* each : {m_grid, &m_pins->view()}) each->setCommanded(each == &view);
    updateActions();
}

Chosen MainWindow::chosen() const {
    if (m_pages->currentWidget() == m_large && m_large->model()) return {m_large->model(), m_large->rows()};
    if (m_active == m_grid) return {&m_studio.grid(), m_grid->chosenRows()};
    return {&m_studio.pins(), m_pins->chosenRows()};
}

void MainWindow::leaveLarge() {
    m_pages->setCurrentWidget(m_grid);
    m_active->setFocus();
}

}  // namespace charrette
