#include "core/nn/training/process_group.h"

#include <cstdlib>
#include <string>

#ifdef CHARRETTE_HAS_GLOO
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#endif

#include "core/base/error.h"
#include "core/base/text.h"

namespace charrette {

namespace {

std::string environment(const char* name) {
    const char* value = std::getenv(name);
    return value ? value : "";
}

int64_t numberFrom(const char* name, int64_t minimum, int64_t maximum) {
    const auto text = environment(name);
    const auto value = numberFromText(text);
    if (!value || *value != double(int64_t(*value)) || *value < double(minimum) || *value > double(maximum))
        throw Error("The environment variable " + std::string(name) + " must be a whole number from " + std::to_string(minimum) + " to " +
                    std::to_string(maximum) + ", not '" + text + "'");
    return int64_t(*value);
}

#ifdef CHARRETTE_HAS_GLOO

/// libtorch adds a list of functions to what went wrong.
std::string firstLine(const std::exception& failure) {
    const std::string text = failure.what();
    return text.substr(0, text.find('\n'));
}

struct Address {
    std::string host;
    int64_t port, rank, count;
};

/// Gloo listens where the others can reach it: on the interface that people name, on this machine alone, or where its name leads.
std::shared_ptr<gloo::transport::Device> deviceFor(const Address& address) {
    using Gloo = c10d::ProcessGroupGloo;
    if (const auto interface = environment("GLOO_SOCKET_IFNAME"); !interface.empty()) return Gloo::createDeviceForInterface(interface);
    if (address.host == "localhost" || address.host.starts_with("127.")) return Gloo::createDeviceForHostname(address.host);
    return Gloo::createDefaultDevice();
}

class GlooGroup : public ProcessGroup {
public:
    explicit GlooGroup(const Address& address) : m_rank(address.rank), m_count(address.count) {
        // torchrun has a store of its own at that address.
        const bool storeIsThere = environment("TORCHELASTIC_USE_AGENT_STORE") == "True";
        c10d::TCPStoreOptions store;
        store.port = uint16_t(address.port);
        store.isServer = m_rank == 0 && !storeIsThere;
        store.numWorkers = size_t(m_count);
        store.waitWorkers = !storeIsThere;
        auto shared = c10::make_intrusive<c10d::PrefixStore>("charrette" + environment("TORCHELASTIC_RESTART_COUNT"),
                                                             c10::make_intrusive<c10d::TCPStore>(address.host, store));
        auto options = c10d::ProcessGroupGloo::Options::create();
        options->devices.push_back(deviceFor(address));
        options->threads = 1;
        m_group = c10::make_intrusive<c10d::ProcessGroupGloo>(shared, int(m_rank), int(m_count), options);
    }

    int64_t rank() const override { return m_rank; }
    int64_t count() const override { return m_count; }

    void average(torch::Tensor values) override {
        torch::NoGradGuard guard;
        std::vector<at::Tensor> tensors = {values.cpu().contiguous()};
        try {
            m_group->allreduce(tensors)->wait();
        } catch (const std::exception& failure) {
            throw Error("Another process of this training run is gone (" + firstLine(failure) + ")");
        }
        values.copy_(tensors.front() / double(m_count));
    }

private:
    int64_t m_rank, m_count;
    c10::intrusive_ptr<c10d::ProcessGroupGloo> m_group;
};

std::unique_ptr<ProcessGroup> connected(const Address& address) {
    try {
        return std::make_unique<GlooGroup>(address);
    } catch (const std::exception& failure) {
        throw Error("The processes of this training run did not find each other at " + address.host + ":" + std::to_string(address.port) + " (" +
                    firstLine(failure) + ")");
    }
}

#endif

}  // namespace

std::unique_ptr<ProcessGroup> processGroupFromEnvironment() {
    if (environment("WORLD_SIZE").empty()) return nullptr;
    const int64_t count = numberFrom("WORLD_SIZE", 1, 4096);
    if (count == 1) return nullptr;
#ifdef CHARRETTE_HAS_GLOO
    const auto host = environment("MASTER_ADDR");
    if (host.empty()) throw Error("The environment variable MASTER_ADDR must name the machine of the first process");
    return connected({host, numberFrom("MASTER_PORT", 1, 65535), numberFrom("RANK", 0, count - 1), count});
#else
    throw Error("WORLD_SIZE asks for several processes, but this program was built without libtorch's Gloo (headers of Gloo are needed)");
#endif
}

}  // namespace charrette
