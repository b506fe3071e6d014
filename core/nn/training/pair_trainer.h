#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/nn/encoder.h"
#include "core/nn/generator.h"
#include "core/nn/safetensors.h"
#include "core/nn/training/adam.h"
#include "core/nn/training/options.h"
#include "core/nn/training/training_set.h"

namespace charrette {

/// Losses of one step, each before its weight.
struct PairLosses {
    torch::Tensor distance, gradient, divergence, parameters, total;  ///< scalars
};

/// Encoder and generator learned from pairs of parameters and pictures: the picture is encoded to a latent distribution, a draw from it and
/// the true condition must give the picture back (a conditional variational autoencoder, Sohn et al. 2015, with an L1 likelihood at several
/// scales).
class PairTrainer {
public:
    PairTrainer(const TrainingOptions& options, int64_t conditionSize, torch::Device device);

    const TrainingOptions& options() const { return m_options; }
    int64_t images() const { return m_images; }
    int64_t steps() const { return m_adam.steps; }
    int64_t conditionSize() const { return m_conditionSize; }
    double seconds = 0;                        ///< spent in training, over all sessions
    std::map<std::string, std::string> facts;  ///< what else is kept in the checkpoint, by name

    /// The stage that the next step belongs to.
    const Stage& stage() const;

    /// One update from a batch of full-resolution pictures; rates are multiplied by `rateFactor`.
    /// Throws `Error` when the loss or its gradient is not finite; nothing has been changed then.
    PairLosses step(const Batch& batch, double rateFactor);

    /// Networks with averaged weights, for showing and shipping; refreshed by the call.
    struct Averaged { Generator generator; Encoder encoder; };
    Averaged averaged();

    /// Writes all that `load` needs to go on as if nothing had happened, atomically.
    void save(const std::filesystem::path& file);
    /// As `save` in 16 bits: half the size, for handing on. A run that goes on from it does not repeat the original bit by bit.
    void saveCompact(const std::filesystem::path& file);
    /// A trainer from a file. Throws `Error`.
    static std::unique_ptr<PairTrainer> load(const std::filesystem::path& file, torch::Device device);

private:
    /// The generator and encoder, once for learning and once as their average.
    struct Networks : torch::nn::Module {
        Networks(const GeneratorOptions& generator, const EncoderOptions& encoder);
        Generator generator;
        Encoder encoder;
    };
    void saveAs(const std::filesystem::path& file, TensorType weights, TensorType moments);
    /// A step's losses, and the style vectors [N, style] that led to them.
    struct Forward { PairLosses losses; torch::Tensor styles; };
    Forward forward(const Batch& batch, int64_t resolution);
    void checkFinite(const torch::Tensor& scalar, const std::string& what) const;
    void updateAverage(int64_t batch);
    std::vector<double> rates() const;

    TrainingOptions m_options;
    int64_t m_conditionSize;
    torch::Device m_device;
    std::shared_ptr<Networks> m_networks, m_average;
    FlatParameters m_parameters, m_averageParameters;
    Adam m_adam;
    int64_t m_images = 0;
};

}  // namespace charrette
