#pragma once

#include <memory>
#include <optional>

#include "app/command_line/arguments.h"
#include "core/design/card.h"
#include "core/design/genome.h"
#include "core/image/image.h"
#include "core/site/photo.h"

namespace charrette {

/// What `--site`, `--photo` and their like put behind pictures.
struct ChosenSite {
    std::optional<Site> site;            ///< empty: what genomes name, or as learned
    std::shared_ptr<const Photo> photo;  ///< null where no photo was given
};

/// Reads the photo, too, and says on standard error what is not done with it. Throws `UsageError`, or `Error` where the model's objects
/// cannot be told from their background.
ChosenSite siteFrom(const Arguments& arguments, const Card& card);

/// The genome on the chosen site; as it is where none was chosen. Throws `Error` where it then names a site that is not there.
Genome onSite(const Genome& genome, const ChosenSite& chosen, const Card& card);

/// The picture of a genome before its site, with 8-bit samples where `bits` is 8, as the window would have it; as it is where there is none.
Image composited(const Image& picture, const Genome& genome, const ChosenSite& chosen, int bits);

}  // namespace charrette
