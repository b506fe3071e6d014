#include "tests/support/fake_renderer.h"

#include "core/base/error.h"

namespace charrette::test {

class FakeRenderer : public Renderer {
public:
    FakeRenderer(FakeDevice& device, Card card) : m_device(device), m_card(std::move(card)) {}

    const Card& card() const override { return m_card; }
    bool makesPreviews() override { return m_device.makesPreviews; }
    size_t bestBatch(Stage) const override { return m_device.batch; }

    std::vector<Styles> styles(std::span<const Genome> genomes) override {
        std::vector<Styles> styles;
        for (const Genome& genome : genomes)
            styles.push_back(std::make_shared<const std::vector<float>>(1, float(std::get<uint32_t>(genome.latent))));
        return styles;
    }

    std::vector<Image> render(std::span<const StyledGenome> genomes, Stage stage, std::stop_token stop) override {
        FakeDevice::Call call{stage, {}};
        for (const StyledGenome& genome : genomes) call.seeds.push_back(uint32_t(genome.styles->at(0)));
        m_device.record(call);
        if (m_device.before) m_device.before(call, stop);
        std::vector<Image> images;
        for (uint32_t seed : call.seeds)
            if (!stop.stop_requested()) images.push_back(picture(stage, seed));
        return images;
    }

private:
    Image picture(Stage stage, uint32_t seed) const {
        const int side = stage == Stage::Full ? m_card.resolution : fakePreviewSide;
        Image image(side, side, int(m_card.channels.size()));
        for (float& sample : image.samples) sample = float(seed) / 255;
        for (int pixel = 0; image.channels == 5 && pixel < side * side; ++pixel) {
            image.at(pixel % side, pixel / side, 3) = pixel % side < side / 2 ? 1 : 0;
            image.at(pixel % side, pixel / side, 4) = 0.5f;
        }
        return image;
    }

    FakeDevice& m_device;
    Card m_card;
};

OpenRenderer FakeDevice::opener() {
    return [this](const std::string& model, const std::string& device) -> std::unique_ptr<Renderer> {
        if (model != "fake" && model != "other") throw Error("There is no model '" + model + "'");
        const std::lock_guard lock(m_mutex);
        m_openedOn.push_back(device);
        Card card = fakeCard(model);
        if (hasCoverage) card.channels = {"red", "green", "blue", "coverage", "depth"};
        return std::make_unique<FakeRenderer>(*this, std::move(card));
    };
}

void FakeDevice::record(const Call& call) {
    const std::lock_guard lock(m_mutex);
    m_calls.push_back(call);
}

std::vector<FakeDevice::Call> FakeDevice::calls() const {
    const std::lock_guard lock(m_mutex);
    return m_calls;
}

void FakeDevice::forgetCalls() {
    const std::lock_guard lock(m_mutex);
    m_calls.clear();
}

std::vector<std::string> FakeDevice::openedOn() const {
    const std::lock_guard lock(m_mutex);
    return m_openedOn;
}

Card fakeCard(const std::string& name) {
    Card card;
    card.name = "painted";
    card.title = name;
    card.resolution = 32;
    card.channels = {"red", "green", "blue"};
    card.latentSize = 4;
    card.styleSize = 4;
    card.passport = {"Nothing.", "A test", "CC0-1.0", "It knows nothing.", "Tests."};
    card.weights = "generator.safetensors";
    card.weightsHash = std::string(64, name == "fake" ? 'a' : 'b');
    return card;
}

}  // namespace charrette::test
