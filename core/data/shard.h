#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/base/hash.h"
#include "core/design/json.h"

namespace charrette {

/// What the reader and the writer of shards agree on; the whole format is in this folder's README.

constexpr std::string_view shardMagic = "CHARDATA";
constexpr uint32_t shardVersion = 1;
constexpr uint64_t shardPrefixBytes = 16;  ///< before the header: magic, version, header bytes
constexpr uint64_t shardHeaderLimit = jsonByteLimit;
constexpr size_t shardCountLimit = 10'000;
constexpr size_t pictureNameLimit = 1024;

/// `index` is below `shardCountLimit`, so four digits are enough.
inline std::string shardFileName(size_t index) { return "shard-" + std::to_string(10'000 + index).substr(1) + ".charrette-data"; }

/// Adds to a data set's identity: first its parameters, then every picture's object, each as `json::dump()` writes it.
inline void addToIdentity(Sha256& identity, const std::string& text) { identity.update(std::as_bytes(std::span(text))); }

}  // namespace charrette
