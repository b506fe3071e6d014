#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace charrette {

/// Pixels a side that a photo has at most when it is sampled; larger ones are scaled before.
constexpr int photoSideLimit = 2048;

/// What stands behind an object: a plain ground that the program draws, or a person's photo with its placement. The photo itself is named by
/// its hash; whoever renders has been given it.
struct Site {
    std::string name;        ///< of a plain ground (`grounds()` in core/site), or "photo"
    std::string photo = {};  ///< SHA-256 of the stored photo file; of "photo" alone
    std::string file = {};   ///< the photo's file name, for people; without a path
    double x = 0, y = 0;     ///< where the photo's middle lies, from the picture's middle, in widths of the picture; -4 to 4
    double scale = 1;        ///< of the photo; 1: it just covers the picture; 0.05 to 20
    double angle = 0;        ///< by which the photo is turned to level its horizon, in degrees clockwise; -45 to 45
    double match = 0;        ///< how much of the site's brightness and warmth the object takes on, 0 to 1
    double shadow = 1;       ///< strength of the contact shadow, 0 to 1
    bool operator==(const Site&) const = default;
};

nlohmann::json toJson(const Site& site);
/// Reads what `toJson` wrote; all fields but `name` may be left out. Throws `Error` naming the field.
Site siteFromJson(const nlohmann::json& json, const std::string& where);

}  // namespace charrette
