#include "ui/theme/theme.h"

#include <array>

#include <QApplication>
#include <QStyleFactory>

/// Resources of a library are loaded by name, outside every namespace.
static void loadResources() { Q_INIT_RESOURCE(resources); }

namespace charrette {

namespace {

/// Pixels that do not scale with the font: Qt scales them with the screen.
constexpr const char* styleSheet = R"(
QMainWindow::separator { width: 1px; height: 1px; background: palette(mid); }
QToolTip { color: palette(text); background: palette(button); border: 1px solid palette(mid); padding: 4px 6px; }
QPushButton, QToolButton[segment="true"] { background: palette(button); border: none; border-radius: 3px; padding: 5px 12px; }
QPushButton:hover, QToolButton[segment="true"]:hover { background: palette(midlight); }
QPushButton:pressed { background: palette(mid); }
QPushButton:focus, QToolButton:focus, QComboBox:focus, QLineEdit:focus, QSpinBox:focus { border: 1px solid palette(highlight); padding: 4px 11px; }
QPushButton:default { background: palette(highlight); color: palette(highlighted-text); }
QPushButton:default:hover { background: palette(link-visited); }
QPushButton:disabled, QToolButton:disabled { color: palette(placeholder-text); background: palette(base); }
QToolButton[segment="true"] { padding: 4px 6px; color: palette(placeholder-text); border-radius: 3px; }
QToolButton[segment="true"]:checked { background: palette(midlight); color: palette(text); font-weight: 600; }
QToolButton[segment="true"]:focus { padding: 3px 5px; }
QLineEdit, QSpinBox, QComboBox, QPlainTextEdit { background: palette(button); border: 1px solid transparent; border-radius: 3px; padding: 4px 6px; selection-background-color: palette(highlight); }
QLineEdit:focus, QSpinBox:focus, QComboBox:focus { padding: 4px 6px; }
QLineEdit[quiet="true"] { background: transparent; padding: 1px 3px; }
QLineEdit[quiet="true"]:hover, QLineEdit[quiet="true"]:focus { background: palette(button); padding: 1px 3px; }
QPushButton[header="true"] { background: palette(alternate-base); text-align: left; padding: 7px 9px; border-radius: 4px; }
QPushButton[header="true"]:hover { background: palette(midlight); }
QPushButton[flat="true"] { background: transparent; color: palette(placeholder-text); padding: 2px 8px; }
QPushButton[flat="true"]:hover, QPushButton[flat="true"]:focus { color: palette(text); background: palette(midlight); padding: 2px 8px; border: none; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/charrette/icons/arrow.png); width: 10px; height: 10px; }
QComboBox[quiet="true"] { background: transparent; color: palette(placeholder-text); padding: 1px 2px 1px 6px; }
QComboBox[quiet="true"]:hover, QComboBox[quiet="true"]:focus { background: palette(button); color: palette(text); padding: 1px 2px 1px 6px; }
QComboBox QAbstractItemView { background: palette(button); border: 1px solid palette(mid); selection-background-color: palette(midlight); selection-color: palette(text); outline: none; padding: 3px; }
QLabel[keycap="true"] { background: palette(button); border: 1px solid palette(mid); border-radius: 3px; padding: 1px 7px; }
QAbstractItemView { activate-on-singleclick: 0; }
QListWidget { background: palette(alternate-base); outline: none; padding: 4px; border-radius: 4px; }
QListWidget[starts="true"] { background: transparent; padding: 0 8px; border-radius: 0; }
QListWidget::item { padding: 5px; border-radius: 3px; }
QListWidget::item:selected { background: palette(midlight); color: palette(text); }
QCheckBox { spacing: 8px; }
QSpinBox, QDoubleSpinBox { background: palette(button); border: 1px solid transparent; border-radius: 3px; padding: 4px 6px; }
QDoubleSpinBox:focus { border: 1px solid palette(highlight); }
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled { color: palette(placeholder-text); background: palette(base); }
QScrollArea { background: palette(base); border: none; }
QDialog { background: palette(base); border: 1px solid palette(mid); }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QHeaderView::section, QTableCornerButton::section { background: transparent; border: none; color: palette(placeholder-text); padding: 4px 8px; }
QHeaderView, QTableWidget { background: transparent; }
QMenuBar { background: palette(base); border-bottom: 1px solid palette(mid); padding: 2px 4px; }
QMenuBar::item { padding: 5px 9px; background: transparent; border-radius: 3px; }
QMenuBar::item:selected { background: palette(midlight); }
QMenu { background: palette(button); border: 1px solid palette(mid); padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 3px; }
QMenu::item:selected { background: palette(midlight); }
QMenu::item:disabled { color: palette(placeholder-text); }
QMenu::separator { height: 1px; background: palette(mid); margin: 4px 8px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: palette(midlight); border-radius: 3px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: palette(placeholder-text); }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: transparent; width: 0; height: 0; }
QStatusBar QLabel { padding: 3px 10px; }
QStatusBar { background: palette(base); border-top: 1px solid palette(mid); }
QStatusBar::item { border: none; }
QSlider::groove:horizontal { height: 2px; background: palette(light); border-radius: 1px; }
QSlider::sub-page:horizontal { background: palette(highlight); border-radius: 1px; }
QSlider::handle:horizontal { width: 10px; height: 10px; margin: -4px 0; border-radius: 5px; background: palette(text); }
QSlider::handle:horizontal:focus { border: 2px solid palette(highlight); width: 8px; height: 8px; }
QProgressBar { background: palette(mid); border: none; border-radius: 1px; max-height: 3px; min-height: 3px; }
QProgressBar::chunk { background: palette(highlight); border-radius: 1px; }
)";

void set(QPalette& palette, QPalette::ColorRole role, const char* colour) { palette.setColor(role, QColor(colour)); }

}  // namespace

Appearance systemAppearance(const QPalette& system) {
    return system.color(QPalette::Window).lightness() < 128 ? Appearance::Dark : Appearance::Light;
}

QPalette paletteFor(Appearance appearance) {
    const bool dark = appearance == Appearance::Dark;
    QPalette palette;
    const auto colour = [&](QPalette::ColorRole role, const char* inDark, const char* inLight) {
        set(palette, role, dark ? inDark : inLight);
    };
    colour(QPalette::Window, "#1c1d20", "#d9dadc");
    colour(QPalette::Base, "#242629", "#ececee");
    colour(QPalette::AlternateBase, "#282a2e", "#e4e5e7");
    colour(QPalette::Button, "#303338", "#fafafa");
    colour(QPalette::Midlight, "#43474d", "#d3d5d9");
    colour(QPalette::Mid, "#36393d", "#c9cacd");
    colour(QPalette::Light, "#5a5e65", "#aeb1b6");
    colour(QPalette::Dark, "#17181a", "#b4b6ba");
    colour(QPalette::Shadow, "#101113", "#8d9095");
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        colour(role, "#e3e4e6", "#232528");
    colour(QPalette::BrightText, "#ffffff", "#000000");
    colour(QPalette::PlaceholderText, "#9a9da2", "#63666b");
    colour(QPalette::ToolTipBase, "#303338", "#fafafa");
    colour(QPalette::Highlight, "#d99238", "#b86a0c");
    colour(QPalette::HighlightedText, "#1c1d20", "#ffffff");
    colour(QPalette::Link, "#e0a355", "#9a5807");
    colour(QPalette::LinkVisited, "#e6a955", "#9a5807");
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, QColor(dark ? "#6a6d72" : "#9a9da2"));
    return palette;
}

void applyColours(QApplication& application, Appearance appearance) {
    application.setStyle(QStyleFactory::create("Fusion"));
    application.setPalette(paletteFor(appearance));
}

void applyTheme(QApplication& application, Appearance appearance) {
    loadResources();
    applyColours(application, appearance);
    application.setStyleSheet(styleSheet);
}

QColor parentColour(int parent) {
    constexpr std::array colours = {"#e09a3e", "#4c9be0", "#5fb573", "#b27fd6"};
    return QColor(colours[size_t(parent) % colours.size()]);
}

QFont captionFont(const QFont& base) {
    QFont font = base;
    font.setPointSizeF(base.pointSizeF() * 0.88);
    return font;
}

QFont headingFont(const QFont& base) {
    QFont font = captionFont(base);
    font.setCapitalization(QFont::AllUppercase);
    font.setLetterSpacing(QFont::PercentageSpacing, 108);
    font.setWeight(QFont::DemiBold);
    return font;
}

}  // namespace charrette
