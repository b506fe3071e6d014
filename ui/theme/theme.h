#pragma once

#include <QPalette>

class QApplication;

namespace charrette {

/// The window's surfaces: neutral greys, so that the pictures speak, and one accent. Widgets that paint themselves take their colours from
/// the palette alone:
///   Window: around the grid; Base: panels and bars; Button: what can be pressed; Midlight: that, when it is on or under the pointer;
///   Mid: lines; Text: text; PlaceholderText: what is secondary; Highlight: the accent.
enum class Appearance { Dark, Light };

/// What the system shows its own windows in.
Appearance systemAppearance(const QPalette& system);
QPalette paletteFor(Appearance appearance);
/// What a person has chosen instead of the system's, in the settings: "dark" or "light".
constexpr const char* appearanceKey = "appearance";
/// Style and palette of the whole program, which are there at once.
void applyColours(QApplication& application, Appearance appearance);
/// All of the program's looks: also the style sheet, which is read once there is something to be styled.
void applyTheme(QApplication& application, Appearance appearance);

/// By which a child's parts are told to be the first, second, third or fourth parent's.
QColor parentColour(int parent);

/// Smaller text of labels and captions: headings are set in spaced capitals.
QFont captionFont(const QFont& base);
QFont headingFont(const QFont& base);

}  // namespace charrette
