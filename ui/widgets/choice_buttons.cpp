#include "ui/widgets/choice_buttons.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QGridLayout>
#include <QToolButton>

#include "ui/studio/captions.h"

namespace charrette {

namespace {

constexpr int mostButtons = 4, mostLetters = 28, gap = 2;
constexpr int usualWidth = 200;  // of a panel that is as narrow as it may be

int widthInARow(const QList<QAbstractButton*>& buttons) {
    int width = gap * int(buttons.size() - 1);
    for (QAbstractButton* button : buttons) {
        button->ensurePolished();
        width += button->sizeHint().width();
    }
    return width;
}

}  // namespace

ChoiceButtons::ChoiceButtons(const QStringList& choices, const QString& accessibleName, QWidget* parent) : QWidget(parent) {
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(gap);
    const bool fits = choices.size() <= mostButtons && choices.join(QString()).size() <= mostLetters;
    fits ? addButtons(choices, accessibleName, *layout) : addBox(choices, accessibleName);
}

void ChoiceButtons::addButtons(const QStringList& choices, const QString& accessibleName, QGridLayout& layout) {
    m_buttons = new QButtonGroup(this);
    m_buttons->setExclusive(false);
    for (int i = 0; i < choices.size(); ++i) {
        auto* button = new QToolButton(this);
        button->setProperty("segment", true);
        button->setText(choiceText(choices[i]));
        button->setAccessibleName(accessibleName + ": " + choiceText(choices[i]));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        m_buttons->addButton(button, i);
    }
    const auto buttons = m_buttons->buttons();
    const int columns = int(widthInARow(buttons) > usualWidth ? (buttons.size() + 1) / 2 : buttons.size());
    for (int i = 0; i < buttons.size(); ++i) layout.addWidget(buttons[i], i / columns, i % columns);
    connect(m_buttons, &QButtonGroup::idClicked, this, [this](int index) {
        setCurrent(index == m_current ? -1 : index);
        Q_EMIT chosen(m_current);
    });
}

void ChoiceButtons::addBox(const QStringList& choices, const QString& accessibleName) {
    m_box = new QComboBox(this);
    m_box->addItem(tr("Any"));
    for (const QString& choice : choices) m_box->addItem(choiceText(choice));
    m_box->setAccessibleName(accessibleName);
    layout()->addWidget(m_box);
    connect(m_box, &QComboBox::activated, this, [this](int place) {
        setCurrent(place - 1);
        Q_EMIT chosen(m_current);
    });
}

void ChoiceButtons::setCurrent(int index) {
    m_current = index;
    if (m_box) return m_box->setCurrentIndex(index + 1);
    for (QAbstractButton* button : m_buttons->buttons()) button->setChecked(m_buttons->id(button) == index);
}

}  // namespace charrette
