/* pack.c: bytes that grow, their hash, one zstd frame. */
#include "pack.h"

#define ZSTD_STATIC_LINKING_ONLY /* ZSTD_d_forceIgnoreChecksum */
#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>
#include <zstd.h>

#include "fail.h"
#include "gcim.h"

static int no_memory(void) {
  return gcim_vec_fail(GCIM_ERR_STATE, "out of memory");
}

uint8_t *gcim_bytes_more(gcim_bytes_t *b, size_t count) {
  if (count > SIZE_MAX - b->size) {
    return NULL;
  }
  if (b->size + count > b->room) {
    const size_t room = b->size + count + b->room / 2;
    uint8_t *data = realloc(b->data, room);
    if (data == NULL) {
      return NULL;
    }
    b->data = data;
    b->room = room;
  }
  b->size += count;
  return b->data + b->size - count;
}

int gcim_bytes_add(gcim_bytes_t *b, const void *data, size_t count) {
  uint8_t *at = gcim_bytes_more(b, count);
  if (at == NULL) {
    return no_memory();
  }
  memcpy(at, data, count);
  return GCIM_OK;
}

int gcim_sha(const void *data, size_t bytes, uint8_t digest[GCIM_SHA_BYTES]) {
  unsigned size = 0;
  if (EVP_Digest(data, bytes, digest, &size, EVP_sha256(), NULL) != 1) {
    return gcim_vec_fail(GCIM_ERR_STATE, "libcrypto cannot hash; check its installation");
  }
  return GCIM_OK;
}

void gcim_sha_text(const uint8_t digest[GCIM_SHA_BYTES], char text[GCIM_SHA_CHARS]) {
  static const char digits[] = "0123456789abcdef";
  for (int i = 0; i < GCIM_SHA_BYTES; i++) {
    text[2 * i] = digits[digest[i] >> 4];
    text[2 * i + 1] = digits[digest[i] & 15];
  }
  text[GCIM_SHA_CHARS - 1] = '\0';
}

int gcim_frame_pack(const gcim_bytes_t *in, int level, gcim_bytes_t *out) {
  out->size = 0;
  const size_t bound = ZSTD_compressBound(in->size);
  ZSTD_CCtx *context = ZSTD_createCCtx();
  if (context == NULL || gcim_bytes_more(out, bound) == NULL) {
    ZSTD_freeCCtx(context);
    return no_memory();
  }
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  const size_t size = ZSTD_compress2(context, out->data, bound, in->data, in->size);
  ZSTD_freeCCtx(context);
  if (ZSTD_isError(size)) {
    return gcim_vec_fail(GCIM_ERR_STATE, "zstd cannot compress: %s", ZSTD_getErrorName(size));
  }
  out->size = size;
  return GCIM_OK;
}

static int damaged(const char *name, const char *what) {
  return gcim_vec_fail(GCIM_ERR_FORMAT, "%s: %s; the file is damaged", name, what);
}

int gcim_frame_unpack(const char *name, const gcim_bytes_t *in, size_t limit, gcim_bytes_t *out) {
  const unsigned long long size = ZSTD_getFrameContentSize(in->data, in->size);
  out->size = 0;
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) {
    return damaged(name, "no zstd frame that says how large its content is");
  }
  if (size > limit) {
    return gcim_vec_fail(
        GCIM_ERR_FORMAT,
        "%s: its content would have %llu bytes, more than the %zu a shard may have", name, size,
        limit);
  }
  if (ZSTD_findFrameCompressedSize(in->data, in->size) != in->size) {
    return damaged(name, "not exactly one whole zstd frame");
  }
  if (gcim_bytes_more(out, (size_t)size) == NULL) {
    return no_memory();
  }
  const size_t got = ZSTD_decompress(out->data, (size_t)size, in->data, in->size);
  if (ZSTD_isError(got) || got != size) {
    return damaged(name, ZSTD_isError(got) ? ZSTD_getErrorName(got) : "its content is too short");
  }
  return GCIM_OK;
}

int gcim_frame_salvage(const gcim_bytes_t *in, size_t limit, gcim_bytes_t *out) {
  const unsigned long long size = ZSTD_getFrameContentSize(in->data, in->size);
  out->size = 0;
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > limit) {
    return GCIM_ERR_FORMAT;
  }
  ZSTD_DCtx *context = ZSTD_createDCtx();
  if (context == NULL || gcim_bytes_more(out, (size_t)size) == NULL) {
    ZSTD_freeDCtx(context);
    return no_memory();
  }
  ZSTD_DCtx_setParameter(context, ZSTD_d_forceIgnoreChecksum, ZSTD_d_ignoreChecksum);
  const size_t got = ZSTD_decompressDCtx(context, out->data, (size_t)size, in->data, in->size);
  ZSTD_freeDCtx(context);
  return ZSTD_isError(got) || got != size ? GCIM_ERR_FORMAT : GCIM_OK;
}
