find_package(Threads REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_path(STB_INCLUDE_DIR stb_image.h PATH_SUFFIXES stb REQUIRED)

# libtorch's own package file reports its build settings at length; its targets carry flags that must stay with core/nn.
set(torch_quiet ${CMAKE_MESSAGE_LOG_LEVEL})
set(CMAKE_MESSAGE_LOG_LEVEL WARNING)
find_package(Torch REQUIRED)
set(CMAKE_MESSAGE_LOG_LEVEL ${torch_quiet})
# Texts go between core/nn and the other folders, so all must have the layout that libtorch was built with.
if(TORCH_CXX_FLAGS MATCHES "_GLIBCXX_USE_CXX11_ABI=0")
  target_compile_definitions(charrette_flags INTERFACE _GLIBCXX_USE_CXX11_ABI=0)
endif()

find_package(hwy 1.0 CONFIG QUIET)
if(NOT CHARRETTE_TRAINER_ONLY)
  find_package(hwy 1.0 CONFIG REQUIRED)
  find_package(OpenImageIO 2.4 REQUIRED)
  # Debian's target names the folder of OpenCV's headers, which only its users need; CMake would refuse the missing folder.
  foreach(kind INTERFACE_INCLUDE_DIRECTORIES INTERFACE_SYSTEM_INCLUDE_DIRECTORIES)
    get_target_property(directories OpenImageIO::OpenImageIO ${kind})
    if(directories)
      list(FILTER directories EXCLUDE REGEX "/opencv4$")
      set_target_properties(OpenImageIO::OpenImageIO PROPERTIES ${kind} "${directories}")
    endif()
  endforeach()
  find_package(SQLiteCpp 3.2 CONFIG REQUIRED)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test Widgets)
endif()
