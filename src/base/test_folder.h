// For tests only: one folder a test program, which goes when the program ends.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>

namespace seawall {

// "/tmp/seawall-test-PID/": made at the first call, removed at the end of the program.
inline std::string test_folder() {
  struct Folder {
    Folder()
        : path(std::filesystem::temp_directory_path() /
               ("seawall-test-" + std::to_string(::getpid()))) {
      std::filesystem::create_directories(path);
    }
    ~Folder() {
      std::error_code ignored;
      if (owner == ::getpid()) std::filesystem::remove_all(path, ignored);
    }
    std::filesystem::path path;
    pid_t owner = ::getpid();
  };
  static const Folder folder;
  return folder.path.native() + "/";
}

}  // namespace seawall
