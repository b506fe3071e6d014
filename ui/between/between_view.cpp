#include "ui/between/between_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/error.h"
#include "core/design/interpolation.h"
#include "ui/compare/large_view.h"
#include "ui/studio/tuning.h"
#include "ui/widgets/parameter_slider.h"

namespace charrette {

namespace {

/// Of the way: what the mouse can tell apart, and an arrow key with and without Shift.
constexpr int steps = 200, fewSteps = 1, someSteps = 10;
constexpr int sideWidth = 132;

}  // namespace

BetweenView::BetweenView(EngineClient& engine, QWidget* parent) : QWidget(parent), m_newest(engine) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Between two variants"));
    auto* row = new QHBoxLayout;
    row->setSpacing(16);
    m_picture = new PictureView(this);
    m_picture->setMouseTracking(true);
    m_picture->setCursor(Qt::SizeHorCursor);
    m_picture->installEventFilter(this);
    m_sides.push_back(addSide(*row));
    row->addWidget(m_picture, 1);
    m_sides.push_back(addSide(*row));

    m_slider = new ParameterSlider(this);
    m_slider->setScale(0, 1, steps);
    m_slider->setTextOf([](double number) { return tr("%1 %").arg(std::lround(100 * number)); });
    m_slider->setAccessibleName(tr("Way"));
    connect(m_slider, &ParameterSlider::numberChanged, this, &BetweenView::moveTo);
    connect(m_slider, &ParameterSlider::resetRequested, this, [this] { moveTo(0.5); });
    m_groupRow = new QWidget(this);
    auto* groups = new QHBoxLayout(m_groupRow);
    groups->setContentsMargins(0, 0, 0, 0);
    groups->setSpacing(2);
    m_keep = new QPushButton(tr("Keep"), this);
    m_keep->setDefault(true);
    m_keep->setFocusPolicy(Qt::TabFocus);
    m_keep->setToolTip(tr("Keeps what is shown as a variant with both parents (Return, or a click on the picture)"));
    connect(m_keep, &QPushButton::clicked, this, [this] { Q_EMIT kept(way(), group()); });
    m_hint = new QLabel(this);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setWordWrap(true);

    auto* controls = new QHBoxLayout;
    controls->setSpacing(16);
    controls->addWidget(m_groupRow);
    controls->addStretch(1);
    controls->addWidget(m_keep);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 14);
    layout->setSpacing(10);
    layout->addLayout(row, 1);
    layout->addWidget(m_slider, 0, Qt::AlignHCenter);
    layout->addLayout(controls);
    layout->addWidget(m_hint);

    connect(&m_newest, &NewestPicture::came, this, [this](const QImage& picture) { m_picture->setPicture(picture); });
    connect(&m_newest, &NewestPicture::failed, this, &BetweenView::say);
}

BetweenView::Side BetweenView::addSide(QHBoxLayout& row) {
    Side side{new PictureView(this), new QLabel(this)};
    side.picture->setFixedSize(sideWidth, sideWidth);
    side.name->setAlignment(Qt::AlignHCenter);
    side.name->setForegroundRole(QPalette::PlaceholderText);
    auto* column = new QVBoxLayout;
    column->setSpacing(6);
    column->addStretch(1);
    column->addWidget(side.picture);
    column->addWidget(side.name);
    column->addStretch(1);
    row.addLayout(column);
    return side;
}

void BetweenView::show(const Card& card, const std::vector<End>& ends, std::function<Genome(const Genome&)> shown) {
    m_card = card;
    m_ends = ends;
    m_shown = std::move(shown);
    for (size_t i = 0; i < m_sides.size(); ++i) {
        m_sides[i].picture->setPicture(ends[i].picture);
        m_sides[i].name->setText(ends[i].name);
    }
    m_picture->setPicture(ends[0].picture);
    showGroups();
    moveTo(0.5);
    setFocus();
}

/// Everything, then each of the card's groups.
void BetweenView::showGroups() {
    delete m_groupButtons;
    qDeleteAll(m_groupRow->findChildren<QToolButton*>(QString(), Qt::FindDirectChildrenOnly));
    m_groupButtons = new QButtonGroup(m_groupRow);
    m_groups = {""};
    for (const std::string& group : groupsOf(m_card))
        if (!group.empty()) m_groups.push_back(group);
    for (size_t i = 0; i < m_groups.size(); ++i) {
        auto* button = new QToolButton(m_groupRow);
        const QString name = m_groups[i].empty() ? tr("Everything") : QString::fromStdString(m_groups[i]);
        button->setProperty("segment", true);
        button->setCheckable(true);
        button->setChecked(i == 0);
        button->setFocusPolicy(Qt::TabFocus);
        button->setText(name);
        button->setToolTip(i == 0 ? tr("Everything changes") : tr("Only this group changes; the rest stays as in the first variant"));
        button->setAccessibleName(tr("What changes: %1").arg(name));
        m_groupButtons->addButton(button, int(i));
        m_groupRow->layout()->addWidget(button);
    }
    connect(m_groupButtons, &QButtonGroup::idClicked, this, [this] { moveTo(way()); });
}

double BetweenView::way() const { return m_slider->number(); }

std::string BetweenView::group() const { return m_groups.at(size_t(std::max(0, m_groupButtons->checkedId()))); }

void BetweenView::moveTo(double way) {
    m_slider->setNumber(way);
    sayHint();
    askForPicture();
}

void BetweenView::askForPicture() {
    try {
        m_newest.ask(m_shown(between(m_card, m_ends[0].variant, m_ends[1].variant, way(), group()).genome));
    } catch (const Error& error) {
        say(QString::fromUtf8(error.what()));
    }
}

void BetweenView::refresh() { askForPicture(); }

void BetweenView::say(const QString& sentence) { m_hint->setText(sentence); }

void BetweenView::sayHint() {
    say(tr("%1 of the way. Move the mouse across the picture, or press ← and →. A click or Return keeps what is shown; Escape leaves.")
            .arg(m_slider->text()));
}

/// Its handle stands below the mouse.
void BetweenView::alignSlider() {
    constexpr int margins = 12;
    m_slider->setFixedWidth(std::max(m_slider->minimumSizeHint().width(), m_picture->pictureRect().width() + margins));
}

/// Return is a command of the window elsewhere, and Escape takes a message away.
bool BetweenView::event(QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Escape) event->accept();
    }
    return QWidget::event(event);
}

/// Of the large picture.
bool BetweenView::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) alignSlider();
    const auto* mouse = dynamic_cast<QMouseEvent*>(event);
    if (!mouse) return QWidget::eventFilter(watched, event);
    const QRect rect = m_picture->pictureRect();
    const double share = std::clamp((mouse->position().x() - rect.left()) / std::max(1, rect.width() - 1), 0.0, 1.0);
    const double way = double(std::lround(share * steps)) / steps;
    const bool isLeft = mouse->button() == Qt::LeftButton && rect.contains(mouse->position().toPoint());
    if (event->type() == QEvent::MouseMove && std::abs(way - this->way()) > 0.5 / steps) moveTo(way);
    if (event->type() == QEvent::MouseButtonPress) m_isPressed = isLeft;
    if (event->type() == QEvent::MouseButtonRelease && std::exchange(m_isPressed, false) && isLeft) Q_EMIT kept(this->way(), group());
    return false;
}

void BetweenView::keyPressEvent(QKeyEvent* event) {
    const double step = double(event->modifiers() & Qt::ShiftModifier ? fewSteps : someSteps) / steps;
    switch (event->key()) {
        case Qt::Key_Escape:
            Q_EMIT left();
            return;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT kept(way(), group());
            return;
        case Qt::Key_Left:
            return moveTo(std::max(0.0, way() - step));
        case Qt::Key_Right:
            return moveTo(std::min(1.0, way() + step));
        case Qt::Key_Home:
            return moveTo(0);
        case Qt::Key_End:
            return moveTo(1);
        default:
            QWidget::keyPressEvent(event);
    }
}

void BetweenView::hideEvent(QHideEvent* event) {
    m_newest.stop();
    QWidget::hideEvent(event);
}

}  // namespace charrette
