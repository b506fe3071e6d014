#include "core/nn/training/report.h"

#include <algorithm>
#include <fstream>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/base/random.h"
#include "core/nn/training/png.h"

namespace charrette {

namespace {

torch::Tensor reduced(torch::Tensor picture, int64_t resolution) {
    return picture.size(2) > resolution ? torch::avg_pool2d(picture, picture.size(2) / resolution) : picture;
}

torch::Tensor rendered(Trainer::Averaged& networks, const torch::Tensor& z, const torch::Tensor& c, int64_t resolution) {
    auto ws = networks.generator->styles(z, c);
    return networks.generator->synthesis->forwardTo(resolution, ws, NoiseKind::Constant).narrow(1, 0, 3);
}

/// [columns, 3, r, r] -> [3, r, columns * r]
torch::Tensor row(const torch::Tensor& pictures) { return pictures.permute({1, 2, 0, 3}).reshape({3, pictures.size(2), -1}); }

}  // namespace

torch::Tensor priorLatents(int64_t count, int64_t size, uint32_t seed) {
    auto values = standardNormal(seed, size_t(count * size));
    return torch::tensor(std::vector<float>(values.begin(), values.end())).view({count, size});
}

PictureErrors heldOutErrors(Trainer::Averaged networks, const TrainingSet& heldOut, int64_t resolution, int64_t most) {
    torch::NoGradGuard guard;
    PictureErrors errors;
    int64_t count = std::min(heldOut.size(), most);
    for (int64_t first = 0; first < count; first += 16) {
        auto batch = heldOut.batch(torch::arange(first, std::min(first + 16, count)));
        auto real = batch.pictures.narrow(1, 0, 3);
        auto made = rendered(networks, networks.encoder(real).mean, batch.conditions, resolution);
        auto error = (made.clamp(-1, 1) - reduced(real, resolution)) / 2;
        double share = double(real.size(0)) / double(count);
        errors.absolute += error.abs().mean().item<double>() * share;
        errors.squared += error.square().mean().item<double>() * share;
    }
    return errors;
}

void writeSheet(const std::filesystem::path& file, const torch::Tensor& picture) {
    auto bytes = ((picture.clamp(-1, 1) + 1) * 127.5).round().to(torch::kUInt8).permute({1, 2, 0}).contiguous().cpu();
    writeFileAtomically(file, encodeSheet(bytes.data_ptr<uint8_t>(), int(bytes.size(1)), int(bytes.size(0))));
}

void writeSampleSheet(const std::filesystem::path& file, Trainer::Averaged networks, const TrainingSet& heldOut, int64_t resolution,
                      int64_t columns) {
    torch::NoGradGuard guard;
    columns = std::min(columns, heldOut.size());
    auto batch = heldOut.batch(torch::arange(columns));
    auto real = batch.pictures.narrow(1, 0, 3);
    auto drawn = [&](const torch::Tensor& z) { return row(rendered(networks, z, batch.conditions, resolution)); };
    auto prior = [&](uint32_t seed) { return priorLatents(columns, networks.generator->options().latentSize, seed).to(real.device()); };
    const std::vector<torch::Tensor> rows = {row(reduced(real, resolution)), drawn(networks.encoder(real).mean), drawn(prior(1)), drawn(prior(3))};
    writeSheet(file, torch::cat(rows, 1));
}

std::vector<std::filesystem::path> sheetsIn(const std::filesystem::path& folder) {
    const auto isSheet = [](const std::filesystem::path& file) {
        const auto stem = file.stem().native();
        return file.extension() == ".png" && std::ranges::all_of(stem, [](auto letter) { return letter >= '0' && letter <= '9'; });
    };
    std::vector<std::filesystem::path> sheets;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
        if (isSheet(entry->path())) sheets.push_back(entry->path());
    std::ranges::sort(sheets);
    return sheets;
}

void appendLine(const std::filesystem::path& file, const nlohmann::json& line) {
    std::ofstream out(file, std::ios::app);
    out << line.dump() << '\n' << std::flush;
    if (!out) throw Error(file.string() + ": the log cannot be written");
}

void truncateLog(const std::filesystem::path& file, int64_t images) {
    std::ifstream in(file);
    if (!in) return;
    std::string kept;
    for (std::string line; std::getline(in, line);) {
        auto entry = nlohmann::json::parse(line, nullptr, false);
        if (entry.is_object() && entry.contains("images") && entry["images"] <= images) kept += line + '\n';
    }
    in.close();
    writeFileAtomically(file, std::string_view(kept));
}

}  // namespace charrette
