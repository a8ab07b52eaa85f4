/* Fibres as rows, and the move step, for one width of number; see kernels_body.h. */

/* -- fibres as rows ---------------------------------------------------------------------------------------------- */

static inline __attribute__((always_inline)) int64_t NAME(where)(int64_t column, int64_t size, int64_t inner)
{
    return column / inner * size * inner + column % inner;
}

/* Copies n columns of a block into rows of `wide`, or back, in pieces of columns that lie side by side. */
static inline __attribute__((always_inline)) void NAME(gather)(const VALUE *from, VALUE *to, int64_t column, int64_t n,
                                                               int64_t wide, int64_t size, int64_t inner)
{
    for (int64_t c = 0; c < n;) {
        const int64_t left = inner - (column + c) % inner, piece = left < n - c ? left : n - c;
        const VALUE *base = from + NAME(where)(column + c, size, inner);
        int64_t a = 0;
        if (inner == 1 && n - c >= 8) { /* eight fibres, each in one piece: turn squares of eight by eight */
            for (; a + 8 <= size; a += 8)
                NAME(turn)(base + a, size, to + a * wide + c, wide);
            for (; a < size; a++)
                for (int64_t k = 0; k < 8; k++)
                    to[a * wide + c + k] = base[k * size + a];
            c += 8;
            continue;
        }
        if (piece == PAIR_COLUMNS)
            for (; a < size; a++)
                memcpy(to + a * wide + c, base + a * inner, sizeof(VALUE) * PAIR_COLUMNS);
        else if (piece == 8)
            for (; a < size; a++)
                memcpy(to + a * wide + c, base + a * inner, sizeof(VALUE) * 8);
        else
            for (; a < size; a++)
                for (int64_t k = 0; k < piece; k++)
                    to[a * wide + c + k] = base[a * inner + k];
        c += piece;
    }
}

static inline __attribute__((always_inline)) void NAME(scatter)(VALUE *to, const VALUE *from, int64_t column, int64_t n,
                                                                int64_t wide, int64_t size, int64_t inner)
{
    for (int64_t c = 0; c < n;) {
        const int64_t left = inner - (column + c) % inner, piece = left < n - c ? left : n - c;
        VALUE *base = to + NAME(where)(column + c, size, inner);
        int64_t a = 0;
        if (inner == 1 && n - c >= 8) {
            for (; a + 8 <= size; a += 8)
                NAME(turn)(from + a * wide + c, wide, base + a, size);
            for (; a < size; a++)
                for (int64_t k = 0; k < 8; k++)
                    base[k * size + a] = from[a * wide + c + k];
            c += 8;
            continue;
        }
        if (piece == PAIR_COLUMNS)
            for (; a < size; a++)
                memcpy(base + a * inner, from + a * wide + c, sizeof(VALUE) * PAIR_COLUMNS);
        else if (piece == 8)
            for (; a < size; a++)
                memcpy(base + a * inner, from + a * wide + c, sizeof(VALUE) * 8);
        else
            for (; a < size; a++)
                for (int64_t k = 0; k < piece; k++)
                    base[a * inner + k] = from[a * wide + c + k];
        c += piece;
    }
}

/* -- move step ---------------------------------------------------------------------------------------------------- */

/* P[a] = min of P[b] over all b that the party can move to from a, in place. `least` holds one row a class; `edges` are
 * pairs (q, p) in an order in which following them once carries every class's minimum to all classes it can be
 * reached from. Returns whether anything changed. */
CLONES static int NAME(move_rows)(VALUE *values, const VALUE *empty, const axis_t *axis, int64_t outer, int64_t inner)
{
    const int64_t size = axis->size, n_classes = axis->n_classes;
    const int32_t *classes = axis->classes;
    VALUE(*least)[COLUMNS] = malloc(sizeof(VALUE) * COLUMNS * (size_t)n_classes);
    if (!least)
        return -1;
    VALUE changed = 0;
    for (int64_t o = 0; o < outer; o++)
        for (int64_t start = 0; start < inner; start += COLUMNS) {
            const int64_t n = inner - start < COLUMNS ? inner - start : COLUMNS;
            VALUE *here = values + o * size * inner + start;
            const VALUE *hole = empty + o * size * inner + start;
            for (int64_t c = 0; c < n_classes; c++)
                for (int64_t i = 0; i < COLUMNS; i++)
                    least[c][i] = NEVER;
            for (int64_t a = 0; a < size; a++) {
                VALUE *low = least[classes[a]];
                const VALUE *value = here + a * inner;
                IVDEP
                for (int64_t i = 0; i < n; i++)
                    low[i] = value[i] < low[i] ? value[i] : low[i];
            }
            for (int64_t e = 0; e < axis->n_edges; e++) {
                VALUE *low = least[axis->edges[2 * e]], *from = least[axis->edges[2 * e + 1]];
                IVDEP
                for (int64_t i = 0; i < n; i++)
                    low[i] = from[i] < low[i] ? from[i] : low[i];
            }
            for (int64_t a = 0; a < size; a++) {
                const VALUE *low = least[classes[a]], *no = hole + a * inner;
                VALUE *value = here + a * inner;
                IVDEP
                for (int64_t i = 0; i < n; i++) {
                    VALUE fresh = no[i] == NEVER ? NEVER : low[i];
                    changed |= (VALUE)(fresh ^ value[i]);
                    value[i] = fresh;
                }
            }
        }
    free(least);
    return changed != 0;
}

/* The same where a fibre's neighbours lie in short pieces: the fibres are first copied into rows. */
static int NAME(move_tiles)(VALUE *values, const VALUE *empty, const axis_t *axis, int64_t outer, int64_t inner)
{
    enum { W = PAIR_COLUMNS };
    const int64_t size = axis->size, columns = outer * inner;
    void *held;
    VALUE *room = aligned(sizeof(VALUE) * W * (size_t)size * 2, &held);
    if (!room)
        return -1;
    VALUE *p = room, *no = room + W * size;
    int any = 0;
    for (int64_t k = 0; k < 2 * W * size; k++)
        room[k] = NEVER;
    for (int64_t column = 0; column < columns; column += W) {
        const int64_t n = columns - column < W ? columns - column : W;
        NAME(gather)(values, p, column, n, W, size, inner);
        NAME(gather)(empty, no, column, n, W, size, inner);
        const int changed = NAME(move_rows)(p, no, axis, 1, W);
        if (changed < 0) {
            free(held);
            return -1;
        }
        if (changed) {
            any = 1;
            NAME(scatter)(values, p, column, n, W, size, inner);
        }
    }
    free(held);
    return any;
}

static int NAME(move_step)(VALUE *values, const VALUE *empty, const axis_t *axis, int64_t outer, int64_t inner)
{
    if (inner >= PAIR_COLUMNS)
        return NAME(move_rows)(values, empty, axis, outer, inner);
    return NAME(move_tiles)(values, empty, axis, outer, inner);
}
