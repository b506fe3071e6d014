#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/service/renderer.h"

namespace charrette {

/// A model opened for rendering: its card and its networks. Opening checks card and weights against each other
/// (hash, tensor names, shapes) before anything is used. Not thread-safe.
class Model final : public Renderer {
public:
    /// `folder` holds `card.json`; `device` is "cpu" or "cuda:N". Throws `Error`, one sentence naming the file.
    static Model open(const std::filesystem::path& folder, const std::string& device = "cpu");

    Model(Model&&) noexcept;
    Model& operator=(Model&&) noexcept;
    ~Model() override;

    const Card& card() const override;
    bool makesPreviews() override;
    size_t bestBatch(Stage stage) const override;
    std::vector<Styles> styles(std::span<const Genome> genomes) override;
    std::vector<Image> render(std::span<const StyledGenome> genomes, Stage stage, std::stop_token stop) override;

    /// The card's directions. Where it brings none they are computed at the first call, which takes seconds for large networks, and stand
    /// in `card()` from then on; `render` does so for genomes that name some. Throws `Error`.
    const std::vector<Direction>& directions();

    /// One picture a genome, in order, `card().resolution` square, as many channels as the card has. `finished(n)` is called as pictures
    /// are done. On a CPU, a genome's picture is the same to the last bit whatever else is in the call. Throws `Error` for a genome that
    /// does not fit, and returns early with what is done when stopped.
    std::vector<Image> render(std::span<const Genome> genomes, const std::function<void(size_t)>& finished = {}, std::stop_token stop = {});

private:
    struct State;
    explicit Model(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace charrette
