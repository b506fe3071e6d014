#pragma once

#include <array>
#include <optional>
#include <vector>

#include "core/nn/inference/modulation.h"
#include "core/nn/inference/plain_convolution.h"
#include "core/nn/inference/upsampling_convolution.h"

namespace charrette {

/// What a block's layers make of the style vectors of some pictures, each [pictures][width].
struct BlockStyles {
    /// Of the upsampling convolution, of the plain one, and of the layer that makes the picture.
    Floats first, second, picture;
    /// Factors of the convolutions' outputs.
    Floats firstFactors, secondFactors;
    /// What is added at 4² or 8², pixel by pixel.
    Floats addition;
};

/// All layers of a synthesis network at one resolution, for some pictures at a time.
class CpuBlock {
public:
    /// How many pictures the input holds, and how many are computed at a time at most.
    struct Capacity {
        size_t inputs, pictures;
    };
    CpuBlock(const NamedWeights& weights, const GeneratorOptions& options, int64_t resolution, const Capacity& capacity);

    size_t side() const { return m_side; }
    /// Style vectors of its own; the layer that makes the picture takes the one after them.
    size_t convolutions() const { return m_upsampling ? 2 : 1; }
    /// What the block before has put there for a picture; none in the first block.
    std::span<float> input(size_t place) { return m_input.of(place); }

    /// The linear layers from the style vectors `ws`, those of a picture `stride` values from the previous one's, beginning at the block's.
    void addStyleJobs(const float* ws, size_t stride, size_t pictures, BlockStyles& styles, std::vector<Dense::Job>& jobs) const;
    /// Those from the styles' squares, which the caller has put into `squared`.
    void addFactorJobs(const BlockStyles& squared, size_t pictures, BlockStyles& styles, std::vector<Dense::Job>& jobs) const;

    /// A picture to compute: where it lies in the input, which of the batch it is, and its planes up to here, which grow.
    struct Job {
        size_t input, picture;
        Planes* planes;
    };
    /// What reads this block's features: the block behind it, or a preview head. Its input begins with the first picture.
    struct Reader {
        Features* input = nullptr;        ///< null: none
        const Floats* factors = nullptr;  ///< [pictures][channels]
    };
    using Readers = std::array<Reader, 2>;
    void run(std::span<const Job> jobs, const BlockStyles& styles, const NoiseInput& noise, const Readers& readers, Workspace& workspace);
    /// As the reader of the block before.
    Reader reader(const BlockStyles& styles) { return {&m_input, &styles.first}; }

private:
    struct Upsampling {
        Modulation modulation;
        UpsamplingConvolution convolution;
    };
    void upsample(std::span<const Job> jobs, const BlockStyles& styles, const NoiseInput& noise, Workspace& workspace);
    void start(size_t place, size_t picture, const BlockStyles& styles);
    void beginPlanes(std::span<const Job> jobs, Workspace& workspace) const;
    static void enlarge(std::span<const Job> jobs, const std::vector<float>& bias, Workspace& workspace);
    size_t pictureOutputs() const { return m_pictureBias.size() / (m_shuffles ? 1 : 4); }
    Floats pictureWeights(const float* style) const;

    size_t m_side, m_channels;
    Modulation m_modulation;
    PlainConvolution m_convolution;
    std::optional<Upsampling> m_upsampling;  ///< not in the first block
    std::optional<Dense> m_addition;         ///< at 4² and a few more of a network that begins with the style vector
    Floats m_constant;                       ///< of one that does not
    Dense m_pictureAffine;
    bool m_shuffles;
    std::vector<float> m_pictureWeight, m_pictureBias;  ///< [outputs][channels], [planes][2 x 2 pixels]
    Features m_input, m_between;
};

/// The styles of all blocks, of those before `first` empty ones, for some pictures, whose style vectors lie `stride` values apart.
std::vector<BlockStyles> stylesOf(std::span<const CpuBlock> blocks, size_t first, const float* ws, size_t styleSize, size_t stride,
                                  size_t pictures, ThreadTeam& team);

}  // namespace charrette
