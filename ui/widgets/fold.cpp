#include "ui/widgets/fold.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace charrette {

namespace {

constexpr int arrowWidth = 17, textGap = 8, headerHeight = 22;

QPainterPath arrow(QPointF middle, bool isOpen) {
    QPainterPath path;
    path.moveTo(isOpen ? middle + QPointF(-3.5, -1.5) : middle + QPointF(-1.5, -3.5));
    path.lineTo(isOpen ? middle + QPointF(0, 2) : middle + QPointF(2, 0));
    path.lineTo(isOpen ? middle + QPointF(3.5, -1.5) : middle + QPointF(-1.5, 3.5));
    return path;
}

}  // namespace

FoldHeader::FoldHeader(const QString& title, QWidget* parent) : QAbstractButton(parent) {
    setText(title);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FoldHeader::setContents(const QStringList& contents, const QStringList& standingOut) {
    m_contents = contents;
    m_standingOut = standingOut;
    update();
}

QSize FoldHeader::sizeHint() const { return {arrowWidth + fontMetrics().horizontalAdvance(text()) + textGap, headerHeight}; }

void FoldHeader::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor quiet = palette().color(QPalette::PlaceholderText), strong = palette().color(QPalette::Text);
    painter.setPen(QPen(underMouse() || hasFocus() ? strong : quiet, 1.4));
    painter.drawPath(arrow(QPointF(7, height() / 2.0), isChecked()));
    int x = arrowWidth;
    const auto write = [&](const QString& words, const QColor& colour) {
        const QString fitting = fontMetrics().elidedText(words, Qt::ElideRight, std::max(0, width() - x - 2));
        painter.setPen(colour);
        painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, fitting);
        x += fontMetrics().horizontalAdvance(words) + (words.isEmpty() ? 0 : textGap);
    };
    write(text(), isEnabled() ? strong : quiet);
    if (!isChecked()) {
        painter.setFont(captionFont(font()));
        write(m_standingOut.join(", "), palette().color(QPalette::Highlight));
        write(m_contents.join(", "), quiet);
    }
    if (!hasFocus()) return;
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
}

void FoldHeader::keyPressEvent(QKeyEvent* event) {
    const bool opens = event->key() == Qt::Key_Right, closes = event->key() == Qt::Key_Left;
    if (!opens && !closes) return QAbstractButton::keyPressEvent(event);
    if (isChecked() != opens) click();
}

void FoldHeader::enterEvent(QEnterEvent*) { update(); }

void FoldHeader::leaveEvent(QEvent*) { update(); }

Fold::Fold(const QString& title, QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    m_header = new FoldHeader(title, this);
    m_contents = new QWidget(this);
    m_layout = new QVBoxLayout(m_contents);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(7);
    layout->addWidget(m_header);
    layout->addWidget(m_contents);
    m_contents->hide();
    connect(m_header, &QAbstractButton::toggled, m_contents, &QWidget::setVisible);
    connect(m_header, &QAbstractButton::clicked, this, &Fold::toggled);
}

void Fold::add(QWidget* widget) { m_layout->addWidget(widget); }

bool Fold::isOpen() const { return m_header->isChecked(); }

void Fold::setOpen(bool isOpen) { m_header->setChecked(isOpen); }

}  // namespace charrette
