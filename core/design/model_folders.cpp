#include "core/design/model_folders.h"

#include <algorithm>
#include <cstdlib>
#include <set>
#include <sstream>

#include "core/base/error.h"
#include "core/base/user_folders.h"

namespace charrette {

namespace fs = std::filesystem;

namespace {

#ifdef _WIN32
constexpr char pathSeparator = ';';
#else
constexpr char pathSeparator = ':';
#endif

std::vector<fs::path> placesToLook() {
    std::vector<fs::path> places;
    if (const char* list = std::getenv("CHARRETTE_MODELS")) {
        std::istringstream stream(list);
        for (std::string place; std::getline(stream, place, pathSeparator);)
            if (!place.empty()) places.emplace_back(place);
    }
    places.emplace_back(CHARRETTE_SOURCE_MODELS);
    places.emplace_back(CHARRETTE_INSTALLED_MODELS);
    return places;
}

bool isModel(const fs::path& folder) {
    std::error_code error;
    return fs::is_regular_file(folder / "card.json", error);
}

}  // namespace

std::vector<fs::path> modelFolders() {
    std::vector<fs::path> folders;
    std::set<fs::path> seen;
    for (const fs::path& place : placesToLook()) {
        std::error_code error;
        if (!seen.insert(fs::weakly_canonical(place, error)).second) continue;
        std::vector<fs::path> here;
        for (fs::directory_iterator entry(place, error), end; !error && entry != end; entry.increment(error))
            if (isModel(entry->path())) here.push_back(entry->path());
        std::sort(here.begin(), here.end());
        folders.insert(folders.end(), here.begin(), here.end());
    }
    return folders;
}

fs::path findModel(const std::string& nameOrFolder) {
    if (isModel(nameOrFolder)) return nameOrFolder;
    std::string names;
    for (const fs::path& folder : modelFolders()) {
        if (folder.filename() == nameOrFolder) return folder;
        names += (names.empty() ? "" : ", ") + folder.filename().string();
    }
    throw Error("There is no model '" + nameOrFolder + "'; " + (names.empty() ? "no model was found" : "there are: " + names));
}

fs::path previewHeadIn(const fs::path& modelFolder) { return modelFolder / "preview.safetensors"; }

fs::path previewHeadInCache(const std::string& weightsHash) { return userCacheFolder() / "previews" / (weightsHash + ".safetensors"); }

}  // namespace charrette
