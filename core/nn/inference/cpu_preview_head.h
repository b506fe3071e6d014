#pragma once

#include <span>

#include "core/nn/inference/cpu_block.h"
#include "core/nn/preview_head.h"

namespace charrette {

/// A preview head as a CPU computes it fastest, from features that the block at 32² puts, scaled, into its input.
class CpuPreviewHead {
public:
    /// For at most `pictures` at a time.
    CpuPreviewHead(const PreviewHeadImpl& head, size_t pictures);

    /// What its layers make of the style vectors of some pictures, each [pictures][width].
    struct Styles {
        Floats features, hidden, last, picture;
    };
    /// `ws` holds all of a picture's style vectors, `stride` values from the previous picture's.
    Styles stylesOf(const float* ws, size_t stride, size_t pictures, ThreadTeam& team) const;

    CpuBlock::Reader reader(const Styles& styles) { return {&m_input, &styles.features}; }
    /// The previews of the first pictures of the input, one per style: planes of 64².
    std::vector<Planes> run(const Styles& styles, size_t pictures, Workspace& workspace);

private:
    Floats pictureWeights(const float* style) const;

    size_t m_firstStyle, m_width, m_outputs;
    Dense m_featuresAffine, m_hiddenAffine, m_lastAffine, m_pictureAffine;
    PlainConvolution m_convolution, m_hiddenConvolution;
    Floats m_bias, m_hiddenBias, m_gain, m_noise;
    std::vector<float> m_pictureWeight;  ///< [outputs][hidden channels]
    Features m_input, m_hidden;
};

}  // namespace charrette
