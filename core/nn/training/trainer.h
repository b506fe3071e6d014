#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/nn/safetensors.h"
#include "core/nn/training/adam.h"
#include "core/nn/training/objective.h"
#include "core/nn/training/process_group.h"

namespace charrette {

/// Encoder and generator, learned stage by stage from pairs or against a discriminator.
class Trainer {
public:
    Trainer(const TrainingOptions& options, int64_t conditionSize, torch::Device device);

    const TrainingOptions& options() const { return m_options; }
    int64_t images() const { return m_images; }
    int64_t steps() const { return m_learner.adam.steps; }
    int64_t conditionSize() const { return m_conditionSize; }
    double seconds = 0;                        ///< spent in training, over all sessions
    std::map<std::string, std::string> facts;  ///< what else is kept in the checkpoint, by name

    /// From now on each step is shared with other processes, which are given the same batches. Throws `Error` when a stage's batch cannot be
    /// divided.
    void join(std::shared_ptr<ProcessGroup> group);

    /// The stage that the next step belongs to.
    const TrainingStage& stage() const;

    /// One update from a batch of full-resolution pictures; rates are multiplied by `rateFactor`.
    /// Throws `Error` when a loss or its gradient is not finite; nothing has been changed then.
    Losses step(const Batch& batch, double rateFactor);

    /// Networks with averaged weights, for showing and shipping; refreshed by the call.
    struct Averaged {
        Generator generator;
        Encoder encoder;
    };
    Averaged averaged();

    /// Whole: a run goes on as if nothing had happened. Compact: weights in 16 bits, and of Adam's moments one number a parameter, a
    /// small part of the size, for handing on.
    enum class Size { Whole, Compact };
    /// Writes what `load` needs, atomically.
    void save(const std::filesystem::path& file, Size size = Size::Whole);
    /// A trainer from a file, its options changed by `configure` in what is not the networks' shape. A file from before there was a
    /// discriminator gets a new one. Throws `Error`.
    static std::unique_ptr<Trainer> load(const std::filesystem::path& file, torch::Device device, const Configure& configure = {});

private:
    /// A network's parameters and what updates them.
    struct Learner {
        explicit Learner(const torch::nn::Module& module) : parameters(module.parameters()), adam(parameters, 0.99) {}
        void setRates(double linear, double convolution, double beta1);
        FlatParameters parameters;
        Adam adam;
    };
    /// Whether networks have parts that their checkpoint does not; Adam and the average then begin anew.
    enum class Growth { No, Yes };
    void restore(const SafetensorsFile& file, Growth growth);
    void setRates();
    Objective objective(const Batch& batch);
    void checkFinite(const torch::Tensor& scalar, const std::string& what) const;
    void updateAverage(int64_t batch);
    torch::Tensor overAll(const torch::Tensor& values) const;
    Losses overAll(const Losses& losses) const;

    TrainingOptions m_options;
    int64_t m_conditionSize;
    torch::Device m_device;
    std::shared_ptr<Autoencoder> m_networks, m_average;
    Discriminator m_discriminator;
    FlatParameters m_averageParameters;
    Learner m_learner, m_judge;         ///< of `m_networks` and of `m_discriminator`
    std::optional<bool> m_adversarial;  ///< the kind of stage that the learners' rates are for
    int64_t m_images = 0;
    std::shared_ptr<ProcessGroup> m_group;
};

}  // namespace charrette
