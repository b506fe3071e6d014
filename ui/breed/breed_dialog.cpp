#include "ui/breed/breed_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/studio/captions.h"
#include "ui/theme/theme.h"
#include "ui/widgets/shown_picture.h"

namespace charrette {

namespace {

constexpr int pictureSide = 112, mutationSteps = 100;

}  // namespace

BreedDialog::BreedDialog(const std::vector<QImage>& parents, const Settings& settings, QWidget* parent)
    : QDialog(parent), m_settings(settings) {
    setWindowTitle(tr("Breed"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 18, 18, 14);
    layout->setSpacing(14);
    layout->addWidget(makeParents(parents));
    auto* form = new QFormLayout;
    form->setVerticalSpacing(8);
    m_mixing = new QComboBox(this);
    m_mixing->addItems({tr("Each from one parent"), tr("Blended")});
    m_mixing->setAccessibleName(tr("Parameters"));
    m_mixing->setToolTip(tr("Whether a child's parameters are one parent's each, or lie between those of all"));
    form->addRow(tr("Parameters"), m_mixing);
    const QStringList groups = {tr("Form from"), tr("Parts from"), tr("Material from")};
    for (size_t i = 0; i < m_sources.size(); ++i) form->addRow(groups[int(i)], m_sources[i] = makeSource(parents.size(), groups[int(i)]));
    m_mutation = new QSlider(Qt::Horizontal, this);
    m_mutation->setRange(0, mutationSteps);
    m_mutation->setValue(10);
    m_mutation->setAccessibleName(tr("Mutation"));
    m_mutation->setToolTip(tr("How far children stray from what their parents give"));
    form->addRow(tr("Mutation"), m_mutation);
    m_count = new QSpinBox(this);
    m_count->setRange(1, 96);
    m_count->setButtonSymbols(QAbstractSpinBox::NoButtons);
    m_count->setValue(settings.count);
    m_count->setAccessibleName(tr("Children"));
    form->addRow(tr("Children"), m_count);
    layout->addLayout(form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
    buttons->button(QDialogButtonBox::Ok)->setText(tr("Breed"));
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
}

QWidget* BreedDialog::makeParents(const std::vector<QImage>& parents) {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    for (size_t i = 0; i < parents.size(); ++i) {
        auto* column = new QVBoxLayout;
        auto* picture = new QLabel(row);
        picture->setPixmap(shownPicture(parents[i], pictureSide, devicePixelRatioF()));
        picture->setAccessibleName(tr("Parent %1").arg(parentLetter(i)));
        auto* name = new QLabel(parentLetter(i), row);
        name->setAlignment(Qt::AlignHCenter);
        QPalette colours = name->palette();
        colours.setColor(QPalette::WindowText, parentColour(int(i)));
        name->setPalette(colours);
        column->addWidget(picture);
        column->addWidget(name);
        layout->addLayout(column);
    }
    layout->addStretch(1);
    return row;
}

QComboBox* BreedDialog::makeSource(size_t parents, const QString& name) {
    auto* source = new QComboBox(this);
    source->addItem(tr("Any parent"));
    for (size_t i = 0; i < parents; ++i) source->addItem(parentLetter(i));
    source->setAccessibleName(name);
    return source;
}

BreedingOptions BreedDialog::options() const {
    BreedingOptions options;
    options.seed = m_settings.seed;
    options.count = size_t(m_count->value());
    options.mixing = m_mixing->currentIndex() == 0 ? BreedingOptions::Mixing::Uniform : BreedingOptions::Mixing::Blended;
    for (size_t i = 0; i < m_sources.size(); ++i) options.latentFrom[i] = m_sources[i]->currentIndex() - 1;
    options.mutation = double(m_mutation->value()) / mutationSteps;
    options.fixed = samplingOptions(m_settings).fixed;
    return options;
}

}  // namespace charrette
