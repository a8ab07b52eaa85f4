/* The improvement step, for one width of number; see kernels_body.h. */

/* -- improvement step --------------------------------------------------------------------------------------------- */

/* Strategy a's cells in PAIR_COLUMNS fibres take the least of what is strictly better. Values are never negative and
 * NEVER has all bits below the sign, so that a bitwise "or" withdraws an offer. Returns whether any changed. */
static int NAME(pair_row)(const VALUE *u, VALUE *p, VALUE *q, int64_t a, const int32_t *start, const int32_t *end)
{
    typedef VALUE vector __attribute__((vector_size(16), may_alias)); /* what every machine with vectors has */
    enum { N = PAIR_COLUMNS * sizeof(VALUE) / 16 };
    const vector *rank = (const vector *)u;
    vector differ = {0};
    for (vector *lane = (vector *)p; lane; lane = lane == (vector *)p ? (vector *)q : NULL)
        for (int64_t part = 0; part < N; part++) {
            const vector mine = rank[a * N + part], old = lane[a * N + part];
            vector low = old;
            for (const int32_t *b = start; b < end; b++) {
                const vector offer = lane[*b * N + part] | ((rank[*b * N + part] <= mine) & NEVER);
                const vector less = offer < low;
                low = (offer & less) | (low & ~less);
            }
            lane[a * N + part] = low;
            differ |= low ^ old;
        }
    for (size_t k = 0; k < 16 / sizeof(VALUE); k++)
        if (differ[k])
            return 1;
    return 0;
}

/* Few strategies: every pair is compared, PAIR_COLUMNS fibres at once. */
static int NAME(pair_step)(VALUE *one, VALUE *two, const VALUE *ranks, const axis_t *axis, const watch_t *watch,
                           int64_t outer, int64_t inner)
{
    enum { W = PAIR_COLUMNS };
    const int64_t size = axis->size, columns = outer * inner;
    void *held;
    VALUE *room = aligned(sizeof(VALUE) * W * (size_t)size * 3, &held);
    if (!room)
        return -1;
    VALUE *u = room, *p = room + W * size, *q = two ? room + 2 * W * size : NULL;
    int any = 0;
    for (int64_t k = 0; k < 3 * W * size; k++)
        room[k] = NEVER;
    for (int64_t column = 0; column < columns; column += W) {
        const int64_t n = columns - column < W ? columns - column : W;
        if (!is_stale(watch, column, n, size, inner))
            continue;
        NAME(gather)(ranks, u, column, n, W, size, inner);
        NAME(gather)(one, p, column, n, W, size, inner);
        if (two)
            NAME(gather)(two, q, column, n, W, size, inner);
        int changed = 0;
        for (int64_t a = 0; a < size; a++)
            if (NAME(pair_row_here)(u, p, q, a, axis->onward + axis->onward_start[a],
                                    axis->onward + axis->onward_start[a + 1])) {
                changed = 1;
                stamp(watch, column, n, a, size, inner);
            }
        if (changed) {
            any = 1;
            NAME(scatter)(one, p, column, n, W, size, inner);
            if (two)
                NAME(scatter)(two, q, column, n, W, size, inner);
        }
    }
    free(held);
    return any;
}

/* Many strategies: each fibre is sorted once from best to worst, SORT_COLUMNS fibres at once by merge exchange (Knuth,
 * The Art of Computer Programming 5.2.2, algorithm M). An entry is a place in a tile
 * of WALK_COLUMNS columns, with TIE set where it is as good as the one before; cells that cannot occur have a row of
 * their own, the last, that nobody reads. */
CLONES static int NAME(order)(const VALUE *ranks, uint32_t *order, const axis_t *axis, int64_t outer, int64_t inner)
{
    enum { W = SORT_COLUMNS };
    const int64_t size = axis->size, columns = outer * inner;
    void *held;
    KEY(*key)[W] = aligned((sizeof(KEY) + sizeof(VALUE)) * W * (size_t)size, &held);
    if (!key)
        return -1;
    VALUE *u = (VALUE *)(key + size);
    int shift = 0;
    while (((int64_t)1 << shift) < size)
        shift++;
    for (int64_t k = 0; k < W * size; k++)
        u[k] = NEVER;
    for (int64_t column = 0; column < columns; column += W) {
        const int64_t n = columns - column < W ? columns - column : W;
        NAME(gather)(ranks, u, column, n, W, size, inner);
        for (int64_t a = 0; a < size; a++) {
            IVDEP
            for (int c = 0; c < W; c++) { /* ascending keys: best first, what cannot occur last */
                const VALUE rank = u[a * W + c];
                const KEY part = rank == NEVER ? (KEY)NEVER : (KEY)(NEVER - 1 - rank);
                key[a][c] = (KEY)(part << shift) | (KEY)a;
            }
        }
        const int64_t top = size > 1 ? (int64_t)1 << (shift - 1) : 0;
        for (int64_t p = top; p > 0; p >>= 1) {
            int64_t q = top, r = 0, d = p;
            for (;;) {
                for (int64_t block = r; block < size - d; block += 2 * p)
                    for (int64_t i = block; i < block + p && i < size - d; i++) {
                        KEY *x = key[i], *y = key[i + d];
                        IVDEP
                        for (int c = 0; c < W; c++) {
                            KEY low = x[c] < y[c] ? x[c] : y[c], high = x[c] < y[c] ? y[c] : x[c];
                            x[c] = low;
                            y[c] = high;
                        }
                    }
                if (q == p)
                    break;
                d = q - p;
                q >>= 1;
                r = p;
            }
        }
        const KEY numbers = ((KEY)1 << shift) - 1;
        for (int part = 0; part < W; part += WALK_COLUMNS) {
            uint32_t *into = order + (column + part) * size;
            for (int64_t k = 0; k < size; k++, into += WALK_COLUMNS) {
                const KEY *now = key[k] + part, *before = key[k ? k - 1 : 0] + part;
                const uint32_t first = k ? TIE : 0;
                IVDEP
                for (int c = 0; c < WALK_COLUMNS; c++) {
                    const uint32_t tie = (now[c] >> shift) == (before[c] >> shift) ? first : 0;
                    const uint32_t row = (now[c] >> shift) == (KEY)NEVER ? (uint32_t)size : (uint32_t)(now[c] & numbers);
                    into[c] = (row * WALK_COLUMNS + (uint32_t)c) | tie;
                }
            }
        }
    }
    free(held);
    return 0;
}

/* One walk down WALK_COLUMNS sorted fibres, with a running minimum of what was strictly better. `p` and `q` have one row
 * more than strategies, for what cannot occur; `rows` tells which strategies' cells changed. */
static int NAME(walk_tile)(VALUE *p, VALUE *q, uint32_t *tile, const uint32_t *order, int64_t size, uint8_t *rows)
{
    enum { W = WALK_COLUMNS };
    VALUE best[2][W], pending[2][W], changed = 0;
    for (int c = 0; c < W; c++)
        best[0][c] = pending[0][c] = best[1][c] = pending[1][c] = NEVER;
    (void)tile;
    memset(rows, 0, (size_t)size + 1);
    for (int64_t k = 0; k < size; k++)
        for (int c = 0; c < W; c++) {
            const uint32_t entry = order[k * W + c], at = entry & ~TIE;
            if (!(entry & TIE)) {
                best[0][c] = pending[0][c];
                best[1][c] = pending[1][c];
            }
            VALUE x = p[at], y = x < best[0][c] ? x : best[0][c];
            p[at] = y;
            pending[0][c] = y < pending[0][c] ? y : pending[0][c];
            changed = (VALUE)(x ^ y);
            if (q) {
                x = q[at];
                y = x < best[1][c] ? x : best[1][c];
                q[at] = y;
                pending[1][c] = y < pending[1][c] ? y : pending[1][c];
                changed |= (VALUE)(x ^ y);
            }
            rows[at / W] |= changed != 0;
        }
    int any = 0;
    for (int64_t a = 0; a < size; a++)
        any |= rows[a];
    return any;
}

static int NAME(free_walk)(VALUE *one, VALUE *two, const uint32_t *order, const axis_t *axis, const watch_t *watch,
                           int64_t outer, int64_t inner)
{
    enum { W = WALK_COLUMNS };
    const int64_t size = axis->size, columns = outer * inner, length = W * (size + 1);
    void *held;
    const int64_t padded = length + 64 - length % 64; /* so that what follows begins where a cache line does */
    VALUE *p = aligned((2 * sizeof(VALUE) + sizeof(uint32_t)) * (size_t)padded + (size_t)size + 1, &held);
    if (!p)
        return -1;
    uint32_t *tile = (uint32_t *)(p + 2 * padded);
    VALUE *q = two ? p + padded : NULL;
    uint8_t *rows = (uint8_t *)(tile + padded);
    int any = 0;
    for (int64_t k = 0; k < length; k++) {
        p[k] = NEVER;
        if (q)
            q[k] = NEVER;
    }
    for (int64_t column = 0; column < columns; column += W) {
        const int64_t n = columns - column < W ? columns - column : W;
        if (!is_stale(watch, column, n, size, inner))
            continue;
        if (n < W) /* the columns beyond the last must not look as if they changed */
            for (int64_t k = 0; k < length; k++)
                p[k] = p[padded + k] = NEVER;
        NAME(gather)(one, p, column, n, W, size, inner);
        if (two)
            NAME(gather)(two, q, column, n, W, size, inner);
        if (NAME(walk_here)(p, q, tile, order + column * size, size, rows)) {
            any = 1;
            for (int64_t a = 0; a < size; a++)
                if (rows[a])
                    stamp(watch, column, n, a, size, inner);
            NAME(scatter)(one, p, column, n, W, size, inner);
            if (two)
                NAME(scatter)(two, q, column, n, W, size, inner);
        }
        for (int c = 0; c < W; c++) {
            p[size * W + c] = NEVER;
            if (q)
                q[size * W + c] = NEVER;
        }
    }
    free(held);
    return any;
}

/* The same where some options are one-way: a running minimum for each class of strategies, over what it can move to. */
static int NAME(classed_walk)(VALUE *one, VALUE *two, const uint32_t *order, const axis_t *axis, const watch_t *watch,
                              int64_t outer, int64_t inner)
{
    enum { W = WALK_COLUMNS };
    const int64_t size = axis->size, columns = outer * inner;
    VALUE *best = malloc(sizeof(VALUE) * (size_t)axis->n_classes * 2);
    if (!best)
        return -1;
    VALUE *lanes[2] = {one, two};
    int any = 0;
    for (int64_t column = 0; column < columns; column++) {
        const uint32_t *entries = order + column / W * W * size + column % W;
        for (int lane = 0; lane < 2 && lanes[lane]; lane++) {
            VALUE *p = lanes[lane] + NAME(where)(column, size, inner);
            for (int64_t c = 0; c < axis->n_classes; c++)
                best[c] = NEVER;
            for (int64_t k = 0, end; k < size && (entries[k * W] & ~TIE) / W != (uint32_t)size; k = end) {
                for (end = k + 1; end < size && entries[end * W] & TIE; end++)
                    ;
                for (int64_t e = k; e < end; e++) {
                    const uint32_t a = (entries[e * W] & ~TIE) / W;
                    const VALUE offer = best[axis->classes[a]];
                    if (offer < p[a * inner]) {
                        p[a * inner] = offer;
                        stamp(watch, column, 1, a, size, inner);
                        any = 1;
                    }
                }
                for (int64_t e = k; e < end; e++) {
                    const uint32_t a = (entries[e * W] & ~TIE) / W;
                    const int32_t class = axis->classes[a];
                    for (int32_t s = axis->sub_start[class]; s < axis->sub_start[class + 1]; s++) {
                        VALUE *into = best + axis->subs[s];
                        *into = p[a * inner] < *into ? p[a * inner] : *into;
                    }
                }
            }
        }
    }
    free(best);
    return any;
}

static int NAME(walk_step)(VALUE *one, VALUE *two, const uint32_t *order, const axis_t *axis, const watch_t *watch,
                           int64_t outer, int64_t inner)
{
    if (axis->n_classes > 1)
        return NAME(classed_walk)(one, two, order, axis, watch, outer, inner);
    return NAME(free_walk)(one, two, order, axis, watch, outer, inner);
}
