#include "core/engine/service/worker.h"

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/engine/service/pixels.h"
#include "core/image/image_file.h"

namespace charrette {
namespace {

const std::string cpu = "cpu";
constexpr int attemptLimit = 3;
/// Pictures of objects on sites that are made at once.
constexpr size_t sitesTogether = 8;

void append(std::string& text, const void* bytes, size_t count) { text.append(static_cast<const char*>(bytes), count); }

/// Of a latent: its kind, then its seed or its values.
void append(std::string& text, const Latent& latent) {
    if (const auto* seed = std::get_if<uint32_t>(&latent)) {
        text += 's' + std::to_string(*seed);
        return;
    }
    text += 'v';
    for (float value : std::get<std::vector<float>>(latent)) append(text, &value, sizeof value);
}

std::string firstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

/// The same for the same genome, which has no site and all parameters and whose texts have no line breaks. Without JSON: its destructors need memory,
/// and so end the program when there is none.
std::string keyOf(const Genome& genome) {
    std::string text = genome.modelHash;
    for (const auto& [name, value] : genome.parameters) text += '\n' + name + ' ' + valueToText(value);
    for (const auto& [name, amount] : genome.directions) text += '\n' + valueToText(amount) + ' ' + name;
    text += "\n\n" + valueToText(genome.truncation.psi) + ' ' + std::to_string(genome.truncation.cutoff) + ' ' +
            std::to_string(int(genome.noise.kind)) + ' ' + std::to_string(genome.noise.seed) + '\n';
    append(text, genome.latent);
    for (const LayerLatent& layer : genome.layers) {
        text += '\n' + std::to_string(layer.firstLayer);
        append(text, layer.latent);
    }
    return sha256(std::as_bytes(std::span(text)));
}

std::string pictureKey(const std::string& genomeKey, Stage stage, PixelFormat pixels) {
    return genomeKey + "/" + std::to_string(int(stage)) + "/" + std::to_string(int(pixels));
}

std::string objectKey(const std::string& genomeKey, Stage stage) { return genomeKey + "/object/" + std::to_string(int(stage)); }

Picture pictureOf(const Image& image, Stage stage, PixelFormat pixels, const std::string& text) {
    return {.stage = stage,
            .width = image.width,
            .height = image.height,
            .channels = image.channels,
            .pixels = pixels,
            .samples = isFile(pixels) ? fileOf(image, pixels, text) : pixelsOf(image, pixels)};
}

std::vector<StyledGenome> styledOf(std::span<const auto> batch) {
    std::vector<StyledGenome> genomes;
    for (const auto& prepared : batch) genomes.push_back(prepared.styled);
    return genomes;
}

/// 8-bit samples of every kind are the very ones that the window shows.
Rounding roundingOf(PixelFormat pixels) {
    const bool isFine = pixels == PixelFormat::Float || pixels == PixelFormat::Png16 || pixels == PixelFormat::Tiff16;
    return isFine ? Rounding::None : Rounding::Bytes;
}

/// A kept picture for another cell.
Picture pictureFor(const Cell& cell, const KeptPicture& kept) {
    Picture picture = *kept;
    picture.cell = cell.cell;
    return picture;
}

}  // namespace

Worker::Worker(Dispatcher& dispatcher, OpenRenderer open, std::string device, size_t index)
    : m_dispatcher(dispatcher),
      m_open(std::move(open)),
      m_device(std::move(device)),
      m_index(index),
      m_thread([this](std::stop_token stop) { work(stop); }) {}

void Worker::work(std::stop_token stop) {
    while (!stop.stop_requested()) {
        try {
            Task task(m_dispatcher);
            m_dispatcher.take(
                task, [this](const Job& first) { return batchLimit(first); }, stop);
            const std::stop_callback giveUp(stop, [&] { task.giveUp.request_stop(); });
            perform(task);
        } catch (const std::bad_alloc&) {
            // Even for saying so there was no memory; the task waits again.
        }
    }
}

void Worker::perform(Task& task) {
    if (task.opening) open(task);
    if (!task.jobs.empty()) render(task);
}

void Worker::open(Task& task) {
    const std::string model = task.opening->model;
    try {
        auto renderer = opened(model);
        m_number = m_dispatcher.opened(task, renderer->card());
        m_renderer = std::move(renderer);
        m_batchLimit = SIZE_MAX;
    } catch (const Error& error) {
        m_dispatcher.notOpened(task, error.what());
    } catch (const std::bad_alloc&) {
        m_dispatcher.notOpened(task, "There is not enough memory to open '" + model + "'");
    } catch (const std::exception& error) {
        m_dispatcher.notOpened(task, "'" + model + "' cannot be opened: " + firstLine(error.what()));
    }
}

std::unique_ptr<Renderer> Worker::opened(const std::string& model) {
    try {
        return m_open(model, m_device);
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        if (m_device == cpu) throw;
        goOverToCpu(firstLine(error.what()));
        return m_open(model, m_device);
    }
}

/// Another worker may have opened a model, or this one may have changed its device.
void Worker::follow(const CurrentModel& model) {
    if (m_number == model.number && (m_renderer || model.number == 0)) return;
    m_renderer.reset();
    m_renderer = opened(model.model);
    m_number = model.number;
}

/// Objects on a site are mostly kept, and put in front of it on all cores at once.
size_t Worker::batchLimit(const Job& first) const {
    if (!m_renderer) return 1;
    const size_t best = m_renderer->bestBatch(first.rank.stage);
    return std::min(m_batchLimit, first.cell().genome.site ? std::max(best, sitesTogether) : best);
}

void Worker::render(const Task& task) {
    try {
        tryToRender(task);
    } catch (const Error& error) {
        failAll(task.jobs, error.what());
    } catch (const std::bad_alloc&) {
        makeDoWithLess(task.jobs);
    } catch (const std::exception& error) {
        if (m_device == cpu)
            failAll(task.jobs, "The picture cannot be rendered: " + firstLine(error.what()));
        else
            goOverToCpu(firstLine(error.what()));
    }
}

void Worker::tryToRender(const Task& task) {
    follow(task.model);
    if (!m_renderer) return failAll(task.jobs, "No model is open");
    std::vector<Prepared> batch;
    std::vector<Standing> standing;
    for (const Job& job : task.jobs)
        if (auto one = prepared(job, standing)) batch.push_back(std::move(*one));
    answerOnSites(standing);
    if (batch.empty()) return;
    addStyles(batch);
    const auto plain = std::ranges::stable_partition(batch, [](const Prepared& prepared) { return prepared.site.has_value(); });
    // A batch is larger than is best for rendering where most objects are kept.
    const size_t best = std::max<size_t>(1, m_renderer->bestBatch(madeFor(task.jobs[0].rank.stage)));
    for (std::span<const Prepared> rest(batch.begin(), plain.begin()); !rest.empty() && !task.giveUp.stop_requested();) {
        const auto turn = rest.first(std::min(best, rest.size()));
        renderOnSites(turn, task.giveUp.get_token());
        rest = rest.subspan(turn.size());
    }
    renderPlain(std::span(plain.begin(), plain.end()), task.giveUp.get_token());
}

/// Empty when there is nothing to render: the genome does not fit, the picture is kept, or the object is, which then stands.
std::optional<Worker::Prepared> Worker::prepared(const Job& job, std::vector<Standing>& standing) {
    Prepared prepared{.job = &job};
    try {
        prepared.genome = checkedGenome(job.cell().genome, m_renderer->card());
        prepared.site = std::exchange(prepared.genome.site, {});
        if (prepared.site) checkSite(*prepared.site);
        prepared.genomeKey = keyOf(prepared.genome);
        if (prepared.site) {
            const KeptObject object = m_dispatcher.keptObject(objectKey(prepared.genomeKey, madeFor(job.rank.stage)));
            if (object) {
                auto ground = groundOf(*prepared.site, object->width, object->height);
                standing.push_back({std::move(prepared), object, std::move(ground)});
                return {};
            }
        } else if (answerFromKept(prepared)) {
            return {};
        }
    } catch (const Error& error) {
        m_dispatcher.fail(job, error.what());
        return {};
    }
    prepared.styled.noise = prepared.genome.noise;
    return prepared;
}

bool Worker::answerFromKept(const Prepared& prepared) {
    const Job& job = *prepared.job;
    const KeptPicture kept = m_dispatcher.keptPicture(pictureKey(prepared.genomeKey, job.rank.stage, job.render->pixels));
    if (kept) m_dispatcher.answer(job, pictureFor(job.cell(), kept));
    return kept != nullptr;
}

void Worker::checkSite(const Site& site) {
    if (!canBeCutOut(m_renderer->card())) throw Error(whyNotCutOut(m_renderer->card()));
    charrette::checkSite(site, m_dispatcher.photo(site.photo).get());
}

/// Those that are not kept, all at once. Style vectors do not depend on the noise.
void Worker::addStyles(std::span<Prepared> batch) {
    std::vector<Genome> missing;
    std::vector<std::pair<Prepared*, std::string>> places;
    for (Prepared& prepared : batch) {
        Genome genome = prepared.genome;
        genome.noise = {};
        std::string key = keyOf(genome);
        prepared.styled.styles = m_dispatcher.keptStyles(key);
        if (prepared.styled.styles) continue;
        missing.push_back(std::move(genome));
        places.emplace_back(&prepared, std::move(key));
    }
    const auto made = m_renderer->styles(missing);
    for (size_t i = 0; i < made.size(); ++i) {
        places[i].first->styled.styles = made[i];
        m_dispatcher.keep(places[i].second, made[i]);
    }
}

/// Objects are cut out and kept; whatever is put behind them is not, since it is made in no time.
void Worker::renderOnSites(std::span<const Prepared> batch, std::stop_token stop) {
    if (batch.empty()) return;
    const Stage stage = madeFor(batch[0].job->rank.stage);
    const std::vector<Image> images = m_renderer->render(styledOf(batch), stage, stop);
    std::vector<Standing> standing;
    for (size_t i = 0; i < images.size(); ++i)
        standing.push_back({batch[i], {}, groundOf(*batch[i].site, images[i].width, images[i].height)});
    m_team.run(standing.size(), [&](size_t i, size_t) { standing[i].object = std::make_shared<const SiteObject>(cutOut(images[i])); });
    for (size_t i = 0; i < images.size(); ++i) {
        m_dispatcher.keep(objectKey(batch[i].genomeKey, stage), standing[i].object);
        // Whoever shows it on a site stores it as it was learned.
        const auto plain = std::make_shared<const Picture>(pictureOf(images[i], stage, PixelFormat::Rgb8, {}));
        m_dispatcher.keep(pictureKey(batch[i].genomeKey, stage, PixelFormat::Rgb8), plain);
    }
    answerOnSites(standing);
}

/// On all cores: a photo that is being placed moves behind all of them.
void Worker::answerOnSites(std::span<const Standing> standing) {
    std::vector<Picture> pictures(standing.size());
    m_team.run(standing.size(), [&](size_t i, size_t) { pictures[i] = onSite(standing[i]); });
    for (size_t i = 0; i < standing.size(); ++i) m_dispatcher.answer(*standing[i].prepared.job, std::move(pictures[i]));
}

std::shared_ptr<const SiteGround> Worker::groundOf(const Site& site, int width, int height) {
    const KeptPhoto photo = m_dispatcher.photo(site.photo);
    return m_grounds.ground(site, photo.get(), width, height);
}

/// For the job's cell. Every kind of pixels is made of the same object and ground, so that a file has the window's pixels.
Picture Worker::onSite(const Standing& standing) const {
    const Job& job = *standing.prepared.job;
    const SiteObject& object = *standing.object;
    const Site& site = *standing.prepared.site;
    const PixelFormat pixels = job.render->pixels;
    const int channels = int(m_renderer->card().channels.size());
    Picture picture{.width = object.width, .height = object.height, .channels = channels, .pixels = pixels};
    if (pixels == PixelFormat::Rgb8) {
        picture.samples = compositeBytes(object, *standing.ground, site);
    } else {
        const Image image = compositeImage(object, *standing.ground, site, channels, roundingOf(pixels));
        picture = pictureOf(image, job.rank.stage, pixels, job.cell().text);
    }
    picture.stage = job.rank.stage;
    picture.cell = job.cell().cell;
    return picture;
}

/// Where the model makes no previews, full pictures take their place.
Stage Worker::madeFor(Stage asked) { return m_renderer->makesPreviews() ? asked : Stage::Full; }

void Worker::renderPlain(std::span<const Prepared> batch, std::stop_token stop) {
    if (batch.empty()) return;
    const Stage asked = batch[0].job->rank.stage, stage = madeFor(asked);
    const std::vector<Image> images = m_renderer->render(styledOf(batch), stage, stop);
    for (size_t i = 0; i < images.size(); ++i) {
        auto picture = made(batch[i], stage, images[i]);
        if (asked != stage) picture = made(batch[i], asked, images[i]);
        m_dispatcher.answer(*batch[i].job, pictureFor(batch[i].job->cell(), picture));
    }
}

KeptPicture Worker::made(const Prepared& prepared, Stage stage, const Image& image) {
    const PixelFormat pixels = prepared.job->render->pixels;
    auto picture = std::make_shared<const Picture>(pictureOf(image, stage, pixels, prepared.job->cell().text));
    if (!isFile(pixels)) m_dispatcher.keep(pictureKey(prepared.genomeKey, stage, pixels), picture);
    return picture;
}

void Worker::failAll(std::span<const Job> jobs, const std::string& sentence) {
    for (const Job& job : jobs) m_dispatcher.fail(job, sentence);
}

void Worker::makeDoWithLess(std::span<const Job> jobs) {
    if (jobs.size() > 1) {
        m_batchLimit = jobs.size() / 2;
        m_dispatcher.notify("There is not enough memory for " + std::to_string(jobs.size()) + " pictures at once; it goes on with " +
                            std::to_string(m_batchLimit));
    } else if (m_device != cpu) {
        goOverToCpu("there is not enough memory");
    } else {
        m_dispatcher.keepNothing();
        if (m_dispatcher.countFailure(jobs[0]) >= attemptLimit) m_dispatcher.fail(jobs[0], "There is not enough memory for this picture");
    }
}

void Worker::goOverToCpu(const std::string& reason) {
    m_renderer.reset();
    const std::string before = std::exchange(m_device, cpu);
    m_dispatcher.movedToCpu(m_index, before + " cannot go on: " + reason + "; the CPU takes over");
}

}  // namespace charrette
