#include "core/nn/initial_weights.h"

namespace charrette {

namespace {

thread_local int without = 0;

}  // namespace

torch::Tensor initialWeights(torch::IntArrayRef sizes) { return without > 0 ? torch::empty(sizes) : torch::randn(sizes); }

NoInitialWeights::NoInitialWeights() { ++without; }
NoInitialWeights::~NoInitialWeights() { --without; }

}  // namespace charrette
