#include "fp_network.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace {

// Lines without comments, numbered, read word by word.
class Reader {
 public:
  explicit Reader(const std::string &file) : file_(file), in_(file) {
    if (!in_) {
      fail(std::string("cannot be read: ") + std::strerror(errno));
    }
  }
  [[noreturn]] void fail(const std::string &what) const {
    throw std::runtime_error(file_ + ":" + std::to_string(line_) + ": " + what);
  }
  void line(const char *key) {
    std::string text;
    do {
      if (!std::getline(in_, text)) {
        fail(std::string("file ends where '") + key + "' should stand: truncated?");
      }
      line_++;
    } while (text.empty() || text[0] == '#');
    words_ = std::istringstream(text);
    std::string word;
    if (*key != '\0' && (!(words_ >> word) || word != key)) {
      fail(std::string("expected '") + key + "'");
    }
  }
  int number(int low, int high) {
    int value = 0;
    if (!(words_ >> value) || value < low || value > high) {
      fail("expected a number of " + std::to_string(low) + ".." + std::to_string(high));
    }
    return value;
  }
  void codes(int count, std::vector<uint32_t> &to) {
    std::string word;
    for (int i = 0; i < count; i++) {
      if (!(words_ >> word) || word.size() != 4 ||
          word.find_first_not_of("0123456789abcdef") != std::string::npos) {
        fail("expected " + std::to_string(count) + " codes of four hex digits");
      }
      to.push_back(static_cast<uint32_t>(std::stoul(word, nullptr, 16)));
    }
    if (words_ >> word) {
      fail("more than " + std::to_string(count) + " codes");
    }
  }

 private:
  std::string file_;
  std::ifstream in_;
  std::istringstream words_;
  int line_ = 0;
};

}  // namespace

FpNetwork FpNetwork::load(const std::string &file) {
  enum { SIZE_MAX_HERE = 4096 };
  Reader reader(file);
  FpNetwork net;
  reader.line("gcim-mlp-fp16");
  reader.number(1, 1);
  reader.line("correct_all");
  net.correct = reader.number(0, 1 << 20);
  reader.line("correct_held_out");
  net.held_out = reader.number(0, 1 << 20);
  reader.line("layers");
  const int layers = reader.number(1, 16);
  for (int k = 0; k < layers; k++) {
    FpLayer layer;
    reader.line("layer");
    layer.inputs = reader.number(1, SIZE_MAX_HERE);
    layer.outputs = reader.number(1, SIZE_MAX_HERE);
    if (k > 0 && layer.inputs != net.layers[k - 1].outputs) {
      reader.fail("a layer's inputs are not the outputs of the layer before");
    }
    reader.line("bias");
    reader.codes(layer.outputs, layer.bias);
    for (int i = 0; i < layer.inputs; i++) {
      reader.line("");
      reader.codes(layer.outputs, layer.weights);
    }
    net.layers.push_back(layer);
  }
  return net;
}
