#include "network.h"

#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace {

enum { IMAGES_MAX = 100000 };

[[noreturn]] void fail(const std::string &file, int line, const std::string &what) {
  throw std::runtime_error(file + ":" + std::to_string(line) + ": " + what);
}

// Lines of a text file without comments, numbered.
class Lines {
 public:
  explicit Lines(const std::string &file) : file_(file), in_(file) {
    if (!in_) {
      fail(file, 0, std::string("cannot be read: ") + std::strerror(errno));
    }
  }
  std::istringstream next(const char *expected) {
    std::string text;
    while (std::getline(in_, text)) {
      line_++;
      if (!text.empty() && text[0] != '#') {
        return std::istringstream(text);
      }
    }
    fail(file_, line_, std::string("file ends where '") + expected + "' should stand: truncated?");
  }
  int keyed(const char *key) {
    std::istringstream line = next(key);
    std::string word;
    int value = 0;
    if (!(line >> word >> value) || word != key) {
      fail(file_, line_, std::string("expected '") + key + " <number>'");
    }
    return value;
  }
  [[noreturn]] void bad(const std::string &what) const {
    fail(file_, line_, what);
  }

 private:
  std::string file_;
  std::ifstream in_;
  int line_ = 0;
};

Layer load_layer(Lines &lines) {
  Layer layer;
  std::string word;
  std::istringstream head = lines.next("layer");
  if (!(head >> word >> layer.inputs >> layer.outputs >> layer.x_bits >> layer.mult >>
        layer.shift) ||
      word != "layer" || layer.inputs < 1 || layer.outputs < 1 || layer.x_bits < 1 ||
      layer.x_bits > 8) {
    lines.bad("expected 'layer <inputs> <outputs> <x_bits 1..8> <mult> <shift>'");
  }
  std::istringstream bias = lines.next("bias");
  bias >> word;
  for (int j = 0; j < layer.outputs; j++) {
    int64_t value = 0;
    if (!(bias >> value)) {
      lines.bad("too few biases");
    }
    layer.bias.push_back(value);
  }
  for (int i = 0; i < layer.inputs; i++) {
    std::istringstream row = lines.next("weights");
    for (int j = 0; j < layer.outputs; j++) {
      int32_t value = 0;
      if (!(row >> value)) {
        lines.bad("too few weights in this line");
      }
      layer.weights.push_back(value);
    }
  }
  return layer;
}

}  // namespace

Network Network::load(const std::string &file) {
  Lines lines(file);
  Network net;
  if (lines.keyed("gcim-mlp") != 1) {
    lines.bad("only format 1 is known");
  }
  net.weight_bits = lines.keyed("weight_bits");
  net.float_correct = lines.keyed("float_correct_all");
  net.float_held_out = lines.keyed("float_correct_held_out");
  net.int_correct = lines.keyed("int_correct_all");
  net.int_held_out = lines.keyed("int_correct_held_out");
  const int count = lines.keyed("layers");
  for (int k = 0; k < count; k++) {
    net.layers.push_back(load_layer(lines));
    if (k > 0 && net.layers[k].inputs != net.layers[k - 1].outputs) {
      lines.bad("a layer's inputs are not the outputs of the layer before");
    }
  }
  return net;
}

int64_t Network::macs_per_image() const {
  int64_t macs = 0;
  for (const Layer &layer : layers) {
    macs += static_cast<int64_t>(layer.inputs) * layer.outputs;
  }
  return macs;
}

Images Images::load(const std::string &file) {
  Images images;
  gzFile in = gzopen(file.c_str(), "rb");
  if (in == nullptr) {
    fail(file, 0, std::string("cannot be read: ") + std::strerror(errno));
  }
  char text[1024];
  while (gzgets(in, text, sizeof text) != nullptr && images.count < IMAGES_MAX) {
    std::istringstream row(text);
    std::string cell;
    for (int k = 0; k <= images.pixels; k++) {
      if (!std::getline(row, cell, ',') ||
          cell.find_first_not_of("0123456789\r\n") != std::string::npos) {
        gzclose(in);
        fail(file, images.count + 1, "expected 64 pixels and a class");
      }
      if (k < images.pixels) {
        images.pixel.push_back(static_cast<uint32_t>(std::stoul(cell)));
      } else {
        images.label.push_back(std::stoi(cell));
      }
    }
    images.count++;
  }
  gzclose(in);
  if (images.count == 0) {
    fail(file, 0, "holds no images");
  }
  return images;
}

void Images::keep_held_out() {
  const int dropped = count < TRAINED ? count : TRAINED;
  pixel.erase(pixel.begin(), pixel.begin() + static_cast<std::ptrdiff_t>(dropped) * pixels);
  label.erase(label.begin(), label.begin() + dropped);
  count -= dropped;
}

uint32_t requantise(int64_t acc, const Layer &layer) {
  const int64_t y = (acc * layer.mult + (int64_t{1} << (layer.shift - 1))) >> layer.shift;
  return static_cast<uint32_t>(y < 0 ? 0 : y > 255 ? 255 : y);
}

std::vector<int64_t> reference(const Layer &layer, const uint32_t *x) {
  std::vector<int64_t> acc(layer.bias);
  for (int i = 0; i < layer.inputs; i++) {
    for (int j = 0; j < layer.outputs; j++) {
      acc[j] += static_cast<int64_t>(x[i]) * layer.weights[i * layer.outputs + j];
    }
  }
  return acc;
}
