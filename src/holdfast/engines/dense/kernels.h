/* What the kernels share whatever the width of their numbers: an axis, a program over bits, what changed lately. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if !defined(__clang__) && __GNUC__ >= 12 && defined(__x86_64__) && defined(__gnu_linux__) && !defined(HOLDFAST_ONE_TARGET)
#define CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CLONES
#endif

#if !defined(__GNUC__)
#error "needs GCC or Clang; without this module the numpy twins do the same work"
#endif

#if !defined(__clang__)
#define IVDEP _Pragma("GCC ivdep")
#else
#define IVDEP _Pragma("clang loop vectorize(assume_safety)")
#endif

enum { CHUNK_WORDS = 64, CHUNK_CELLS = 64 * CHUNK_WORDS, COLUMNS = 256, PAIR_COLUMNS = 32, WALK_COLUMNS = 8, SORT_COLUMNS = 16, FEW_STRATEGIES = 12 };
#define TIE 0x80000000u

/* One party's axis: strategies fall into classes by which one-way options are spent in them. */
typedef struct {
    int64_t size, n_classes, n_edges;
    const int32_t *classes;   /* of each strategy */
    const int32_t *edges;     /* pairs (q, p): from class q one can go to class p; in an order good for one pass */
    const int32_t *sub_start; /* n_classes + 1 */
    const int32_t *subs;      /* of each class, the classes from which one can go to it, itself included */
    const int32_t *onward_start; /* size + 1; empty where pairs are not compared */
    const int32_t *onward;       /* of each strategy, those it can become, padded with itself to a multiple of four */
} axis_t;

/* What is true in which cell: atoms, and formulas over them in postfix form. */
typedef struct {
    int64_t n_atoms, depth, n_code;
    const int64_t *atoms; /* five numbers each: inner, size, offset in truth, offset in pool, words in pool (or 0) */
    const uint8_t *truth; /* of each strategy of an atom's axis */
    const uint64_t *pool; /* an atom's bits over a whole number of its periods, for atoms that change fast */
    const int32_t *code;
} program_t;

typedef struct {
    axis_t axis;
    int64_t inner;
    const void *ranks;
    const int32_t *order, *class_end;
    int32_t *next;
} search_t;

/* Memory that begins where a cache line does: rows of a tile must not straddle two. Free `*held`. */
static void *aligned(size_t bytes, void **held)
{
    *held = malloc(bytes + 64);
    return *held ? (void *)(((uintptr_t)*held + 63) & ~(uintptr_t)63) : NULL;
}

enum { PUSH = 0, NOT = 1, AND = 2, OR = 3, SAME = 4, TRUE_ = 5, FALSE_ = 6, STORE = 7 };

/* Bit 8 * b + t of a word belongs to cell 8 * t + b; see expand(). */
static inline uint64_t cell_bit(int64_t cell)
{
    return (uint64_t)1 << (8 * (cell & 7) + (cell >> 3 & 7));
}

/* Writes an atom's truth over CHUNK_CELLS cells from `first`, a multiple of 64. */
static void fill_atom(const program_t *program, int64_t which, int64_t first, uint64_t *words)
{
    const int64_t *atom = program->atoms + 5 * which;
    const int64_t inner = atom[0], size = atom[1], n_words = atom[4];
    const uint8_t *truth = program->truth + atom[2];
    if (n_words) {
        const uint64_t *pattern = program->pool + atom[3];
        if (n_words == 1) {
            for (int64_t w = 0; w < CHUNK_WORDS; w++)
                words[w] = *pattern;
            return;
        }
        for (int64_t w = 0, at = first / 64 % n_words; w < CHUNK_WORDS;) {
            const int64_t run = n_words - at < CHUNK_WORDS - w ? n_words - at : CHUNK_WORDS - w;
            memcpy(words + w, pattern + at, sizeof(uint64_t) * (size_t)run);
            w += run;
            at = 0;
        }
        return;
    }
    int64_t digit = first / inner % size, left = inner - first % inner;
    for (int64_t cell = 0; cell < CHUNK_CELLS;) { /* runs of equal truth */
        int64_t run = left < CHUNK_CELLS - cell ? left : CHUNK_CELLS - cell, end = cell + run;
        while (cell < end) {
            if (cell % 64 == 0 && end - cell >= 64) {
                words[cell / 64] = truth[digit] ? ~(uint64_t)0 : 0;
                cell += 64;
            } else {
                uint64_t *word = words + cell / 64;
                if (cell % 64 == 0)
                    *word = 0;
                *word |= truth[digit] ? cell_bit(cell) : 0;
                cell++;
            }
        }
        left = inner;
        digit = digit + 1 == size ? 0 : digit + 1;
    }
}

static inline __attribute__((always_inline)) void run_program(const program_t *program, uint64_t (*atoms)[CHUNK_WORDS],
                                                              uint64_t (*stack)[CHUNK_WORDS],
                                                              uint64_t (*planes)[CHUNK_WORDS], int n_planes)
{
    int64_t top = 0;
    for (int64_t at = 0; at + 1 < program->n_code; at += 2) {
        const int32_t op = program->code[at], argument = program->code[at + 1];
        uint64_t *one = stack[top ? top - 1 : 0], *two = stack[top > 1 ? top - 2 : 0];
        switch (op) {
        case PUSH:
            memcpy(stack[top++], atoms[argument], sizeof *stack);
            break;
        case TRUE_:
        case FALSE_:
            memset(stack[top++], op == TRUE_ ? 0xFF : 0, sizeof *stack);
            break;
        case NOT:
            for (int w = 0; w < CHUNK_WORDS; w++)
                one[w] = ~one[w];
            break;
        case AND:
            for (int w = 0; w < CHUNK_WORDS; w++)
                two[w] &= one[w];
            top--;
            break;
        case OR:
            for (int w = 0; w < CHUNK_WORDS; w++)
                two[w] |= one[w];
            top--;
            break;
        case SAME:
            for (int w = 0; w < CHUNK_WORDS; w++)
                two[w] = ~(two[w] ^ one[w]);
            top--;
            break;
        default: /* STORE: the plane's number counts from the least bit; -1 is the plane of what cannot occur */
            memcpy(planes[argument < 0 ? n_planes - 1 : argument], stack[--top], sizeof *stack);
        }
    }
}

/* Where values changed lately, one number for every 64 cells, so that a step passes over fibres that nobody touched since
 * it last saw them. */
typedef struct {
    uint16_t *stamps;    /* the number of the step that changed something there last */
    uint16_t since, now; /* the last step of this party's, and this one */
} watch_t;

static inline int64_t first_cell(int64_t column, int64_t size, int64_t inner)
{
    return column / inner * size * inner + column % inner;
}

/* Whether anything in n fibres changed since this party's last step. */
static inline int is_stale(const watch_t *watch, int64_t column, int64_t n, int64_t size, int64_t inner)
{
    if (!watch->since)
        return 1;
    if (column % inner + n <= inner) {
        const int64_t base = first_cell(column, size, inner);
        for (int64_t a = 0; a < size; a++)
            if (watch->stamps[(base + a * inner) / 64] > watch->since
                || watch->stamps[(base + a * inner + n - 1) / 64] > watch->since)
                return 1;
        return 0;
    }
    const int64_t end = (column + n - 1) / inner * size * inner + size * inner - 1;
    for (int64_t group = column / inner * size * inner / 64; group <= end / 64; group++)
        if (watch->stamps[group] > watch->since)
            return 1;
    return 0;
}

/* Notes that strategy a's cells in n fibres changed. */
static inline void stamp(const watch_t *watch, int64_t column, int64_t n, int64_t a, int64_t size, int64_t inner)
{
    if (column % inner + n <= inner) {
        const int64_t base = first_cell(column, size, inner) + a * inner;
        watch->stamps[base / 64] = watch->now;
        watch->stamps[(base + n - 1) / 64] = watch->now;
        return;
    }
    for (int64_t c = 0; c < n; c++)
        watch->stamps[(first_cell(column + c, size, inner) + a * inner) / 64] = watch->now;
}
