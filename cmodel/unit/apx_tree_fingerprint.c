#include "gcim.h"
#include "net/build.h" /* its sources decide the fingerprint and so belong to the unit's identity */
#include "unit/apx_tree.h"

int gcim_apx_tree_fingerprint(const gcim_tree_t *tree, uint64_t *fingerprint) {
  gcim_net_t *net = NULL;
  const int status = gcim_net_new(tree, &net);
  if (status == GCIM_OK) {
    *fingerprint = gcim_net_fingerprint(net);
  }
  gcim_net_free(net);
  return status;
}
