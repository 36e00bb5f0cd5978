/* Vectors of 16 bytes, which every compiler breaks into what the processor has. */
#define NET_BYTES 16
#define NET_TARGET
#define NET_NAME gcim_fast_net_portable
#include "fast/net_kernel.h"
