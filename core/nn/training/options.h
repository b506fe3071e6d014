#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace charrette {

/// Part of a training run at one resolution.
struct TrainingStage {
    int64_t resolution = 128;
    int64_t images = 0;  ///< pictures seen in it; the last stage goes on until the run ends
    int64_t batch = 16;
    bool adversarial = false;  ///< against a discriminator instead of from pairs alone; at the run's resolution, with a batch in fours
    double rate = 1;  ///< what rates are multiplied with at its end; they move there evenly from the rate of the stage before, if that is
                      ///< of the same kind, else they have it throughout
};

/// How scores of real and generated pictures become a loss.
enum class AdversarialLoss { Relativistic, NonSaturating };

/// Adversarial stages.
struct AdversarialOptions {
    AdversarialLoss loss = AdversarialLoss::Relativistic;
    double linearRate = 5e-4;  ///< of generator and encoder, as in `TrainingOptions`
    double convolutionRate = 1e-3;
    double discriminatorRate = 4;  ///< how many times faster the discriminator learns (Heusel et al. 2017)
    double pairWeight = 3;         ///< of all that is learned from pairs, beside the adversarial loss
    double featureWeight = 1;      ///< of the L1 distance of discriminator features between a picture and its reconstruction
    double latentWeight = 0.1;     ///< of the squared error of latents that the encoder reads from generated pictures
    double conditionWeight = 0.5;  ///< of the squared error of conditions that it reads from them
    double penalty = 0.3;          ///< of the discriminator's squared gradient, halved (γ of R1 and R2)
    int64_t penaltyInterval = 8;   ///< steps between penalties, each of which counts so many times more
    bool fold = true;              ///< whether the discriminator begins at half the resolution, with pictures folded 2 x 2
    bool coloursOnly = false;      ///< whether it sees nothing of coverage and depth, which are then learned from pairs alone
    int64_t jitter = 0;            ///< pixels by which pictures are shifted at random, at most, before it sees them
    double grain = 0;              ///< standard deviation of the noise that is added to them before; their range is from -1 to 1
    int64_t fewestChannels = 0;    ///< that a layer of the discriminator has, where the generator's are fewer
    int64_t augmentImages = 0;     ///< pictures in which the share of augmented ones can go from none to all; 0: never augmented
};

/// A training run; saved as JSON in its checkpoint.
struct TrainingOptions {
    uint64_t seed = 0;
    int64_t resolution = 128;
    int64_t imageChannels = 3;
    int64_t latentSize = 32;
    std::vector<std::string> latentParameters;  ///< known numbers that are not to be steered: the latent begins with them
    int64_t styleSize = 128;
    int64_t mappingLayers = 2;
    int64_t additionsUpTo = 8;               ///< as in `GeneratorOptions`; may grow when a run goes on
    std::vector<int64_t> channels;           ///< from 4² to half the resolution; empty: `smallChannels`
    int64_t lastChannels = 0;                ///< of a last block at the full resolution; 0: none, 2 x 2 pixels are made at once. May begin later
    std::vector<TrainingStage> stages;       ///< coarse to fine; empty: `coarseToFine`
    bool mirror = false;                     ///< every second picture, at random, is mirrored left to right
    std::vector<std::string> mirrorNegates;  ///< numbers whose sign changes then, such as a light's azimuth
    double linearRate = 2e-3;                ///< of Adam, for linear layers and biases
    double convolutionRate = 1e-2;           ///< for convolutions
    bool noise = false;                      ///< whether the generator adds its constant noise, which fine textures can be made of
    bool mixedPrecision = false;             ///< on CUDA: features in bfloat16, weights and losses in 32 bits
    double averageImages = 10'000;           ///< half-life of the moving average of weights, in pictures
    double saturation = 1;                   ///< how many times differences of colour count as differences of lightness do
    double gradientWeight = 0.5;             ///< of the L1 distance of neighbouring pixels' differences
    double structureWeight = 0;              ///< of the distance of local structure
    double reliefWeight = 0;                 ///< of the distance of the depth's slopes
    double objectWeight = 2;                 ///< what covered pixels weigh more than backdrop
    double divergenceWeight = 5e-5;          ///< of the Kullback-Leibler divergence in nats
    double parameterWeight = 0.05;  ///< of the squared error of parameters read by the encoder, and of how unlikely it finds known latents
    double readingWeight = 0;       ///< of the squared error of conditions that it reads from pictures made at the full resolution
    AdversarialOptions adversarial;
};

/// Makes a run's options from the defaults, or from what it used before when it goes on.
using Configure = std::function<TrainingOptions(TrainingOptions)>;

/// Channels that train fast on a CPU: 96, 96, 80, 56, 32, 24, ... from 4² to half of `resolution`.
std::vector<int64_t> smallChannels(int64_t resolution);
/// 32², 64², ... up to the resolution, with 16 pictures a batch.
std::vector<TrainingStage> coarseToFine(int64_t resolution);

/// Channels of the generator's features, from 4² to the last block.
std::vector<int64_t> featureChannels(const TrainingOptions& options);

/// Options with empty lists filled in. Throws `Error` naming the field when a run cannot be made of them.
TrainingOptions completed(TrainingOptions options);

nlohmann::json toJson(const TrainingOptions& options);
/// Fields that are left out are those of `base`. Throws `Error` naming `where` and the field.
TrainingOptions trainingOptionsFromJson(const nlohmann::json& json, const std::string& where, TrainingOptions base = {});

/// Throws `Error` naming `where` and the field when networks of one run cannot go on with the options of another. They may grow: to a
/// larger resolution, with channels that begin with those there were, and to additions at larger ones.
void checkFits(const TrainingOptions& before, const TrainingOptions& now, const std::string& where);

}  // namespace charrette
