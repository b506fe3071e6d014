find_package(Threads REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_path(STB_INCLUDE_DIR stb_image.h PATH_SUFFIXES stb REQUIRED)

# libtorch's own package file reports its build settings at length; its targets carry flags that must stay with core/nn.
set(torch_quiet ${CMAKE_MESSAGE_LOG_LEVEL})
set(CMAKE_MESSAGE_LOG_LEVEL WARNING)
find_package(Torch REQUIRED)
set(CMAKE_MESSAGE_LOG_LEVEL ${torch_quiet})

if(NOT CHARRETTE_TRAINER_ONLY)
  find_package(OpenImageIO 2.4 REQUIRED)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
endif()
