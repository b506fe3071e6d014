#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "core/nn/replay.h"
#include "core/nn/safetensors.h"
#include "core/nn/training/adam.h"
#include "core/nn/training/objective.h"
#include "core/nn/training/process_group.h"

namespace charrette {

/// Encoder and generator, learned stage by stage from pairs or against a discriminator.
class Trainer {
public:
    Trainer(const TrainingOptions& options, int64_t conditionSize, torch::Device device, Recording recording = Recording::Yes);

    const TrainingOptions& options() const { return m_options; }
    int64_t images() const { return m_images; }
    int64_t steps() const { return m_learner.adam.steps; }
    int64_t conditionSize() const { return m_conditionSize; }
    double augmentation() const { return m_augmentation; }  ///< share of pictures that are changed before the discriminator sees them
    double seconds = 0;                                     ///< spent in training, over all sessions
    std::map<std::string, std::string> facts;               ///< what else is kept in the checkpoint, by name

    /// From now on each step is shared with other processes, which are given the same batches. Throws `Error` when a stage's batch cannot
    /// be divided.
    void join(std::shared_ptr<ProcessGroup> group);

    /// The stage that the next step belongs to.
    const TrainingStage& stage() const;
    /// What it multiplies rates with at this point.
    double stageRate() const;

    /// One update from a batch of full-resolution pictures; rates are multiplied by `stageRate` and `rateFactor`.
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
    /// A trainer from a file, its options changed by `configure`; networks may only grow (`checkFits`). A file from before there was a
    /// discriminator gets a new one, and so does one whose discriminator has another shape. Throws `Error`.
    static std::unique_ptr<Trainer> load(const std::filesystem::path& file, torch::Device device, const Configure& configure = {},
                                         Recording recording = Recording::Yes);

private:
    /// A network's parameters and what updates them.
    struct Learner {
        explicit Learner(const torch::nn::Module& module) : parameters(module.parameters()), adam(parameters, 0.99) {}
        void setRates(double linear, double convolution, double beta1);
        FlatParameters parameters;
        Adam adam;
    };
    /// From the file of a run with the options `before`. Where networks have grown since, Adam and the average begin anew.
    void restore(const SafetensorsFile& file, const TrainingOptions& before);
    /// What a step computes before anything is changed. Its tensors stay, so that it can be recorded.
    struct Pass {
        Batch batch;
        Objective objective;  ///< without what led to it
        torch::Tensor gradient, judgement;
        std::unique_ptr<Replay> replay;
    };
    Pass& passOver(const Batch& whole);
    Objective objective(const Batch& batch, Penalty penalty);
    void compute(Pass& pass, Penalty penalty);
    void setRates();
    std::vector<double> readFinite(const std::vector<std::pair<const char*, torch::Tensor>>& scalars) const;
    void updateAverage(int64_t batch);
    void adaptAugmentation(double ranked, int64_t batch);
    torch::Tensor overAll(const torch::Tensor& values) const;
    Losses overAll(const Losses& losses) const;

    TrainingOptions m_options;
    int64_t m_conditionSize;
    torch::Device m_device;
    Recording m_recording;  ///< of passes
    std::shared_ptr<Autoencoder> m_networks, m_average;
    Discriminator m_discriminator;
    FlatParameters m_averageParameters;
    Learner m_learner, m_judge;         ///< of `m_networks` and of `m_discriminator`
    std::optional<bool> m_adversarial;  ///< the kind of stage that the learners' rates are for
    int64_t m_images = 0;
    double m_augmentation = 0;        ///< share of pictures that are augmented
    torch::Tensor m_augmentationNow;  ///< the same, on the device; undefined: there is none
    const TrainingStage* m_passesStage = nullptr;
    std::map<Penalty, Pass> m_passes;  ///< of the stage
    std::shared_ptr<ProcessGroup> m_group;
};

}  // namespace charrette
