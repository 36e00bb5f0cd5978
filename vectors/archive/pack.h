/* pack.h: buffers, SHA-256, zstd frames and whole files: what shards and manifests are made of. */
#ifndef GCIM_ARCHIVE_PACK_H
#define GCIM_ARCHIVE_PACK_H

#include <stddef.h>
#include <stdint.h>

enum { GCIM_SHA_BYTES = 32, GCIM_SHA_CHARS = 65, GCIM_FRAME_LIMIT = 1 << 28 };

/* Bytes that grow. Zero-initialise; free(bytes.data) ends it. */
typedef struct {
  uint8_t *data;
  size_t size, room;
} gcim_bytes_t;

/* Add room for `count` bytes at the end and return where they begin; NULL: out of memory. */
uint8_t *gcim_bytes_more(gcim_bytes_t *bytes, size_t count);

/* Errors: GCIM_ERR_STATE: out of memory. */
int gcim_bytes_add(gcim_bytes_t *bytes, const void *data, size_t count);

/* SHA-256, as bytes and as 64 hex digits. */
int gcim_sha(const void *data, size_t bytes, uint8_t digest[GCIM_SHA_BYTES]);
void gcim_sha_text(const uint8_t digest[GCIM_SHA_BYTES], char text[GCIM_SHA_CHARS]);

/* One zstd frame with its content's size and checksum; `out` is overwritten. */
int gcim_frame_pack(const gcim_bytes_t *in, int level, gcim_bytes_t *out);

/* The content of exactly one such frame.
 *
 * Errors:  GCIM_ERR_FORMAT: no frame, a wrong checksum, bytes behind it, a content without a size
 * or of more than `limit` bytes (nothing of it is unpacked then). `name` begins messages.
 */
int gcim_frame_unpack(const char *name, const gcim_bytes_t *in, size_t limit, gcim_bytes_t *out);

/* Whatever still decodes of a frame, its checksum left out: to say where the damage is. Errors:
 * GCIM_ERR_FORMAT. */
int gcim_frame_salvage(const gcim_bytes_t *in, size_t limit, gcim_bytes_t *out);

/* A whole regular file below the directory `root` (a file descriptor). A name with a part "..", an
 * empty part, an absolute one, a link or something else than a regular file is refused.
 *
 * Errors:  GCIM_ERR_IO, GCIM_ERR_FORMAT (more than `limit` bytes). `folder` begins messages.
 */
int gcim_file_read(int root, const char *folder, const char *name, size_t limit, gcim_bytes_t *out);

#endif
