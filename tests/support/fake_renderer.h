#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "core/engine/service/renderer.h"

namespace charrette::test {

/// What a fake renderer does, and what was asked of it. For any thread.
class FakeDevice {
public:
    /// A batch as it was asked for: the latent seeds.
    struct Call {
        Stage stage;
        std::vector<uint32_t> seeds;
    };

    /// Called on the renderer's thread before a batch is made; may wait, and may throw what a device throws.
    std::function<void(const Call&, std::stop_token)> before;
    size_t batch = 1;
    bool makesPreviews = true;
    bool hasCoverage = false;  ///< its left half is covered then; says so in the card

    /// Opens "fake", with a card of 32² pictures, and "other"; nothing else.
    OpenRenderer opener();

    std::vector<Call> calls() const;
    void forgetCalls();
    /// The devices on which a model was opened, in order.
    std::vector<std::string> openedOn() const;

private:
    friend class FakeRenderer;
    void record(const Call& call);

    mutable std::mutex m_mutex;
    std::vector<Call> m_calls;
    std::vector<std::string> m_openedOn;
};

/// Of a fake renderer's previews.
constexpr int fakePreviewSide = 16;

/// Its card has no parameters; a genome's picture has its seed, up to 255, in every sample.
Card fakeCard(const std::string& name = "fake");

}  // namespace charrette::test
