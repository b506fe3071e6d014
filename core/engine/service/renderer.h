#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/design/card.h"
#include "core/design/genome.h"
#include "core/design/protocol.h"
#include "core/image/image.h"

namespace charrette {

/// Style vectors of one genome, [layers, style].
using Styles = std::shared_ptr<const std::vector<float>>;

/// What the synthesis network takes.
struct StyledGenome {
    Styles styles;
    Noise noise;
};

/// A model that is open on one device. For one thread at a time. All of it throws `std::bad_alloc` when the device is short of memory.
class Renderer {
public:
    virtual ~Renderer() = default;

    virtual const Card& card() const = 0;
    /// Whether it makes previews, which take a small part of the full pictures' time. Otherwise full pictures take their place. Asked before
    /// each batch: they may become possible while the model is open.
    virtual bool makesPreviews() = 0;
    /// How many pictures at once are fastest.
    virtual size_t bestBatch(Stage stage) const = 0;
    /// One a genome; these are as `checkedGenome` gives them.
    virtual std::vector<Styles> styles(std::span<const Genome> genomes) = 0;
    /// One picture a genome, in order; fewer, the first, when stopped, which is looked at between stages of the network.
    virtual std::vector<Image> render(std::span<const StyledGenome> genomes, Stage stage, std::stop_token stop) = 0;
};

/// Opens a model, given by name or folder, on a device, "cpu" or "cuda:0". Called on the thread that renders. Throws `Error`.
using OpenRenderer = std::function<std::unique_ptr<Renderer>(const std::string& model, const std::string& device)>;

}  // namespace charrette
