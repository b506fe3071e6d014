#pragma once

namespace charrette {

/// What features on CUDA are computed in. Half: 16 bits at the four highest resolutions, as in the reference, and the matrix units' 19 bits below.
enum class Precision { Single, Half };

}  // namespace charrette
