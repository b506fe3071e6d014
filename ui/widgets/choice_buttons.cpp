#include "ui/widgets/choice_buttons.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QToolButton>

#include "ui/studio/captions.h"

namespace charrette {

namespace {

constexpr int mostButtons = 4, mostLetters = 28;

}  // namespace

ChoiceButtons::ChoiceButtons(const QStringList& choices, const QString& accessibleName, QWidget* parent) : QWidget(parent) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    const bool fits = choices.size() <= mostButtons && choices.join(QString()).size() <= mostLetters;
    fits ? addButtons(choices, accessibleName) : addBox(choices, accessibleName);
}

void ChoiceButtons::addButtons(const QStringList& choices, const QString& accessibleName) {
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
        layout()->addWidget(button);
    }
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
