/* align_digits.c: the digits network (vectors/digits/README.md): what enters a layer, and its
 * weights. Activations are computed in double.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "align_data.h"

enum { MAX_LAYERS = 8, MAX_SIDE = 4096, MAX_IMAGES = 100000, LINE = 65536, PATH_CHARS = 1024 };

typedef struct {
  size_t inputs, outputs;
  double *bias, *weight; /* weight[input * outputs + output] */
} layer_t;

typedef struct {
  char path[PATH_CHARS], images[PATH_CHARS];
  int count;
  layer_t layers[MAX_LAYERS];
} network_t;

static void free_network(network_t *net) {
  for (int i = 0; i < net->count; i++) {
    free(net->layers[i].bias);
    free(net->layers[i].weight);
  }
}

/* ---- the network's file ---- */

/* FP16 codes, as four hex digits each. */
static int read_codes(const cmd_spec_t *spec, const char *path, FILE *file, double *values,
                      size_t count) {
  const gcim_float_t *half = gcim_float_find("fp16");
  for (size_t i = 0; i < count; i++) {
    unsigned code;
    align_number_t number;
    if (fscanf(file, " %4x", &code) != 1 || !align_number_of(half, code, &number)) {
      return cmd_fail(spec, CMD_FAILED,
                      "%s: code %zu of a row of %zu is no finite FP16 code of four hex digits; "
                      "'git checkout' restores the file",
                      path, i, count);
    }
    values[i] = align_to_double(number);
  }
  return CMD_OK;
}

static int read_layer(const cmd_spec_t *spec, network_t *net, FILE *file) {
  layer_t *layer = &net->layers[net->count];
  if (fscanf(file, " layer %zu %zu bias", &layer->inputs, &layer->outputs) != 2 ||
      layer->inputs == 0 || layer->outputs == 0 || layer->inputs > MAX_SIDE ||
      layer->outputs > MAX_SIDE) {
    return cmd_fail(spec, CMD_FAILED, "%s: no 'layer <inputs> <outputs>' for layer %d", net->path,
                    net->count + 1);
  }
  layer->bias = malloc(layer->outputs * sizeof *layer->bias);
  layer->weight = malloc(layer->inputs * layer->outputs * sizeof *layer->weight);
  net->count++;
  if (layer->bias == NULL || layer->weight == NULL) {
    return cmd_fail(spec, CMD_FAILED, "out of memory");
  }
  const int status = read_codes(spec, net->path, file, layer->bias, layer->outputs);
  return status == CMD_OK
             ? read_codes(spec, net->path, file, layer->weight, layer->inputs * layer->outputs)
             : status;
}

static int read_layers(const cmd_spec_t *spec, FILE *file, network_t *net) {
  char line[LINE];
  int layers = 0;
  bool is_ours = false;
  while (layers == 0 && fgets(line, sizeof line, file) != NULL) {
    is_ours = is_ours || strcmp(line, "gcim-mlp-fp16 1\n") == 0;
    if (is_ours && sscanf(line, "layers %d", &layers) != 1) {
      layers = 0;
    }
  }
  if (layers < 1 || layers > MAX_LAYERS) {
    return cmd_fail(spec, CMD_FAILED, "%s: is no 'gcim-mlp-fp16 1' file with 'layers 1..%d'",
                    net->path, (int)MAX_LAYERS);
  }
  int status = CMD_OK;
  for (int i = 0; i < layers && status == CMD_OK; i++) {
    status = read_layer(spec, net, file);
    if (status == CMD_OK && i > 0 && net->layers[i].inputs != net->layers[i - 1].outputs) {
      status = cmd_fail(spec, CMD_FAILED, "%s: layer %d has %zu inputs, layer %d %zu outputs",
                        net->path, i + 1, net->layers[i].inputs, i, net->layers[i - 1].outputs);
    }
  }
  return status;
}

static int read_network(const cmd_spec_t *spec, const char *folder, network_t *net) {
  snprintf(net->path, sizeof net->path, "%s/mlp_fp16.txt", folder);
  snprintf(net->images, sizeof net->images, "%s/digits.csv.gz", folder);
  FILE *file = fopen(net->path, "r");
  if (file == NULL) {
    return cmd_fail(spec, CMD_FAILED, "%s cannot be read; --digits names the folder vectors/digits",
                    net->path);
  }
  const int status = read_layers(spec, file, net);
  fclose(file);
  return status;
}

/* ---- images ---- */

/* Pixels 0..16 and the class, comma separated; a pixel is an input of pixel / 16. */
static int parse_image(const cmd_spec_t *spec, const network_t *net, const char *line, size_t row,
                       double *values) {
  const size_t pixels = net->layers[0].inputs;
  for (size_t i = 0; i < pixels; i++) {
    char *end;
    const long pixel = strtol(line, &end, 10);
    if (end == line || *end != ',' || pixel < 0 || pixel > 16) {
      return cmd_fail(spec, CMD_FAILED, "%s:%zu: pixel %zu is no number 0..16 with a comma",
                      net->images, row + 1, i + 1);
    }
    values[i] = (double)pixel / 16;
    line = end + 1;
  }
  return CMD_OK;
}

static int read_rows(const cmd_spec_t *spec, const network_t *net, gzFile file, size_t *rows,
                     double *values) {
  const size_t wanted = *rows;
  char line[LINE];
  int status = CMD_OK;
  size_t row = 0;
  while (row < wanted && status == CMD_OK && gzgets(file, line, sizeof line) != NULL) {
    status = parse_image(spec, net, line, row, values + row * net->layers[0].inputs);
    row++;
  }
  *rows = row;
  int broken = Z_OK;
  gzerror(file, &broken);
  if (status == CMD_OK && broken != Z_OK && broken != Z_STREAM_END) {
    return cmd_fail(spec, CMD_FAILED, "%s is damaged after image %zu; 'git checkout' restores it",
                    net->images, row);
  }
  return status == CMD_OK && row == 0 ? cmd_fail(spec, CMD_FAILED, "%s holds no image", net->images)
                                      : status;
}

/* ---- inference ---- */

/* in -> max(in W + b, 0), row by row. */
static double *through(const layer_t *layer, const double *in, size_t rows) {
  double *out = malloc(rows * layer->outputs * sizeof *out);
  for (size_t r = 0; r < rows && out != NULL; r++) {
    for (size_t j = 0; j < layer->outputs; j++) {
      double sum = layer->bias[j];
      for (size_t i = 0; i < layer->inputs; i++) {
        sum += in[r * layer->inputs + i] * layer->weight[i * layer->outputs + j];
      }
      out[r * layer->outputs + j] = fmax(sum, 0);
    }
  }
  return out;
}

/* Replaces *values by what enters layer `number`, from 1. */
static int propagate(const cmd_spec_t *spec, const network_t *net, int number, size_t rows,
                     double **values) {
  for (int i = 0; i < number - 1; i++) {
    double *next = through(&net->layers[i], *values, rows);
    if (next == NULL) {
      return cmd_fail(spec, CMD_FAILED, "out of memory");
    }
    free(*values);
    *values = next;
  }
  return CMD_OK;
}

static int take_inputs(const cmd_spec_t *spec, const network_t *net, int number, size_t rows,
                       const gcim_float_t *format, align_tensor_t *x) {
  rows = rows == 0 ? MAX_IMAGES : rows;
  double *values = malloc(rows * net->layers[0].inputs * sizeof *values);
  gzFile file = gzopen(net->images, "rb");
  int status = values == NULL ? cmd_fail(spec, CMD_FAILED, "out of memory") : CMD_OK;
  if (status == CMD_OK && file == NULL) {
    status =
        cmd_fail(spec, CMD_FAILED, "%s cannot be read; it lies beside mlp_fp16.txt", net->images);
  }
  status = status == CMD_OK ? read_rows(spec, net, file, &rows, values) : status;
  status = status == CMD_OK ? propagate(spec, net, number, rows, &values) : status;
  status = status == CMD_OK ? align_convert(spec, format, "x of the digits network", values, rows,
                                            net->layers[number - 1].inputs, x)
                            : status;
  if (file != NULL) {
    gzclose(file);
  }
  free(values);
  return status;
}

static int take_weights(const cmd_spec_t *spec, const layer_t *layer, const gcim_float_t *format,
                        align_tensor_t *w) {
  double *values = malloc(layer->inputs * layer->outputs * sizeof *values);
  if (values == NULL) {
    return cmd_fail(spec, CMD_FAILED, "out of memory");
  }
  for (size_t i = 0; i < layer->inputs; i++) {
    for (size_t j = 0; j < layer->outputs; j++) {
      values[j * layer->inputs + i] = layer->weight[i * layer->outputs + j];
    }
  }
  const int status = align_convert(spec, format, "w of the digits network", values, layer->outputs,
                                   layer->inputs, w);
  free(values);
  return status;
}

int align_digits(const cmd_spec_t *spec, const char *folder, int layer, size_t rows,
                 const gcim_float_t *x_format, const gcim_float_t *w_format, align_tensor_t *x,
                 align_tensor_t *w) {
  network_t *net = calloc(1, sizeof *net);
  if (net == NULL) {
    return cmd_fail(spec, CMD_FAILED, "out of memory");
  }
  *x = *w = (align_tensor_t){0};
  int status = read_network(spec, folder, net);
  if (status == CMD_OK && (layer < 1 || layer > net->count)) {
    status =
        cmd_fail(spec, CMD_USAGE, "layer %d is outside 1..%d of %s", layer, net->count, net->path);
  }
  status = status == CMD_OK ? take_inputs(spec, net, layer, rows, x_format, x) : status;
  status = status == CMD_OK ? take_weights(spec, &net->layers[layer - 1], w_format, w) : status;
  free_network(net);
  free(net);
  return status;
}
