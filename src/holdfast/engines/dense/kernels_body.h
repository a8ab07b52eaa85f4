/* The kernels for one width of number; included by kernels.c once for 16 and once for 32 bits.
 *
 * VALUE   the signed type; NEVER its largest number, which stands where a cell cannot occur
 * UVALUE  its unsigned twin
 * KEY     an unsigned type that holds a value and a strategy number side by side
 * NAME(x) the name of a function at this width
 */
#include "body_scores.h"
#include "body_moves.h"
#include "body_improvements.h"
#include "body_search.h"
