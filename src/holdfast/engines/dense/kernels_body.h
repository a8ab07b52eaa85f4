/* The kernels for one width of number; included by kernels.c once for 16 and once for 32 bits.
 *
 * VALUE   the signed type; NEVER its largest number, which stands where a cell cannot occur
 * UVALUE  its unsigned twin
 * KEY     an unsigned type that holds a value and a strategy number side by side
 * NAME(x) the name of a function at this width
 */

/* -- score generation: bit planes to numbers --------------------------------------------------------------------- */

/* Planes are 64 words of 64 cells. Within a word bit 8 * b + t belongs to cell 8 * t + b, so that exchanging bits
 * between eight planes leaves eight neighbouring cells in the eight bytes of a word. */
static inline __attribute__((always_inline)) void NAME(expand)(uint64_t planes[][CHUNK_WORDS], VALUE *out)
{
    uint64_t turned[sizeof(VALUE)][8][CHUNK_WORDS];
    for (size_t group = 0; group < sizeof(VALUE); group++) {
        uint64_t(*w)[CHUNK_WORDS] = turned[group];
        memcpy(w, planes[8 * group], sizeof(uint64_t) * 8 * CHUNK_WORDS);
        for (int reach = 4; reach; reach >>= 1) {
            uint64_t mask = reach == 4 ? 0x0F0F0F0F0F0F0F0FULL : reach == 2 ? 0x3333333333333333ULL : 0x5555555555555555ULL;
            for (int k = 0; k < 8; k++) {
                if (k & reach)
                    continue;
                IVDEP
                for (int j = 0; j < CHUNK_WORDS; j++) {
                    uint64_t swap = ((w[k][j] >> reach) ^ w[k + reach][j]) & mask;
                    w[k + reach][j] ^= swap;
                    w[k][j] ^= swap << reach;
                }
            }
        }
    }
    uint64_t bytes[sizeof(VALUE)][CHUNK_WORDS][8]; /* of each number, in the order of cells */
    for (size_t group = 0; group < sizeof(VALUE); group++)
        for (int j = 0; j < CHUNK_WORDS; j++)
            for (int t = 0; t < 8; t++)
                bytes[group][j][t] = turned[group][t][j];
    const uint8_t *part[sizeof(VALUE)];
    for (size_t group = 0; group < sizeof(VALUE); group++)
        part[group] = (const uint8_t *)bytes[group];
    IVDEP
    for (int c = 0; c < CHUNK_CELLS; c++) {
        UVALUE number = 0;
        for (size_t group = 0; group < sizeof(VALUE); group++)
            number |= (UVALUE)((UVALUE)part[group][c] << (8 * group));
        out[c] = (VALUE)number < 0 ? NEVER : (VALUE)number; /* the top plane says that the cell cannot occur */
    }
}

CLONES static int NAME(scores)(const program_t *program, int64_t first, int64_t count, VALUE *out)
{
    const int n_planes = 8 * sizeof(VALUE);
    uint64_t(*atoms)[CHUNK_WORDS] = malloc(sizeof(uint64_t) * CHUNK_WORDS * (program->n_atoms + program->depth + n_planes + 1));
    if (!atoms)
        return -1;
    uint64_t(*stack)[CHUNK_WORDS] = atoms + program->n_atoms;
    uint64_t(*planes)[CHUNK_WORDS] = stack + program->depth;
    memset(planes, 0, sizeof(uint64_t) * CHUNK_WORDS * n_planes);
    VALUE rest[CHUNK_CELLS];
    for (int64_t at = 0; at < count; at += CHUNK_CELLS) {
        for (int64_t k = 0; k < program->n_atoms; k++)
            fill_atom(program, k, first + at, atoms[k]);
        run_program(program, atoms, stack, planes, n_planes);
        if (count - at >= CHUNK_CELLS)
            NAME(expand)(planes, out + at);
        else {
            NAME(expand)(planes, rest);
            memcpy(out + at, rest, sizeof(VALUE) * (size_t)(count - at));
        }
    }
    free(atoms);
    return 0;
}

/* -- own-fibre reduction ------------------------------------------------------------------------------------------ */

/* best[class of a][o, i] = max of min(one, two) over the block's cells (o, a, i) that can occur. */
CLONES static void NAME(fold)(VALUE *best, const VALUE *one, const VALUE *two, const int32_t *classes, int64_t outer,
                              int64_t width, int64_t inner)
{
    if (inner == 1) {
        for (int64_t o = 0; o < outer; o++)
            for (int64_t a = 0; a < width; a++) {
                VALUE x = one[o * width + a], y = two[o * width + a], *into = best + classes[a] * outer + o;
                VALUE value = x < y ? x : y;
                if (value != NEVER && value > *into)
                    *into = value;
            }
        return;
    }
    for (int64_t o = 0; o < outer; o++)
        for (int64_t a = 0; a < width; a++) {
            const VALUE *x = one + (o * width + a) * inner, *y = two + (o * width + a) * inner;
            VALUE *into = best + classes[a] * outer * inner + o * inner;
            IVDEP
            for (int64_t i = 0; i < inner; i++) {
                VALUE value = x[i] < y[i] ? x[i] : y[i];
                value = (VALUE)((UVALUE)value + 1); /* NEVER wraps to the least number, so that the maximum passes over it */
                VALUE now = (VALUE)(into[i] + 1);
                into[i] = (VALUE)((value > now ? value : now) - 1);
            }
        }
}

/* The party's best at or from each cell of a block of its slices: what fold() found over all slices. */
CLONES static void NAME(spread)(const VALUE *best, const VALUE *own, const int32_t *classes, int64_t outer, int64_t width,
                                int64_t inner, VALUE *out)
{
    for (int64_t o = 0; o < outer; o++)
        for (int64_t a = 0; a < width; a++) {
            const VALUE *from = best + classes[a] * outer * inner + o * inner, *mine = own + (o * width + a) * inner;
            VALUE *into = out + (o * width + a) * inner;
            IVDEP
            for (int64_t i = 0; i < inner; i++)
                into[i] = mine[i] == NEVER ? NEVER : from[i];
        }
}

/* flags[k] = 1 iff cell `first + k` can occur and its score is at least the bar of its class and of the others' cell. */
CLONES static int64_t NAME(mark)(const VALUE *scores, const VALUE *bars, const int32_t *classes, int64_t first,
                                 int64_t count, int64_t size, int64_t inner, int64_t others, int64_t n_classes,
                                 uint8_t *bits)
{
    int64_t marked = 0;
    uint8_t flags[CHUNK_CELLS];
    int64_t o = first / (size * inner), a = first / inner % size, i = first % inner;
    for (int64_t at = 0; at < count; at += CHUNK_CELLS) {
        int64_t here = count - at < CHUNK_CELLS ? count - at : CHUNK_CELLS;
        memset(flags, 0, sizeof flags);
        for (int64_t done = 0; done < here;) {
            const VALUE *score = scores + at + done;
            uint8_t *flag = flags + done;
            int64_t run;
            if (inner == 1) { /* a fibre lies in one piece */
                run = size - a < here - done ? size - a : here - done;
                const VALUE *bar = bars + o;
                const int32_t *class = classes + a;
                if (n_classes == 1) {
                    const VALUE only = *bar;
                    IVDEP
                    for (int64_t k = 0; k < run; k++)
                        flag[k] = (uint8_t)((score[k] >= only) & (score[k] != NEVER));
                } else
                    for (int64_t k = 0; k < run; k++)
                        flag[k] = (uint8_t)((score[k] >= bar[class[k] * others]) & (score[k] != NEVER));
                a += run;
            } else {
                run = inner - i < here - done ? inner - i : here - done;
                const VALUE *bar = bars + classes[a] * others + o * inner + i;
                IVDEP
                for (int64_t k = 0; k < run; k++)
                    flag[k] = (uint8_t)((score[k] >= bar[k]) & (score[k] != NEVER));
                i += run;
                if (i == inner) {
                    i = 0;
                    a++;
                }
            }
            done += run;
            if (a == size) {
                a = 0;
                o++;
            }
        }
        for (int64_t k = 0; k < (here + 7) / 8; k++) {
            uint64_t eight;
            memcpy(&eight, flags + 8 * k, 8);
            eight *= 0x0102040810204080ULL;
            bits[at / 8 + k] = (uint8_t)(eight >> 56);
            marked += __builtin_popcountll(eight >> 56);
        }
    }
    return marked;
}

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
    VALUE *p = aligned((2 * sizeof(VALUE) + sizeof(uint32_t)) * (size_t)length + (size_t)size + 1 + 128, &held);
    if (!p)
        return -1;
    uint32_t *tile = (uint32_t *)(p + 2 * (length + (32 - length % 32)));
    VALUE *q = two ? p + length + (32 - length % 32) : NULL;
    uint8_t *rows = (uint8_t *)(tile + length);
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

/* -- search in order of value ------------------------------------------------------------------------------------- */

/* What sweeps compute, each entry of each fibre touched once: cells are taken in ascending order of their own value, and
 * whoever can step to a cell taken takes its value unless it has one. `seeds` are the cells that can occur, ascending
 * by value. For each step, `order` lists each fibre's strategies by class and, within a class, from worst to best, and
 * `next` (one entry a fibre and class) says how far the list has been used. Without ranks every move counts. */
static int NAME(search)(VALUE *values, const VALUE *empty, const int32_t *seeds, int64_t n_seeds, int64_t n_cells,
                        int64_t n_steps, const search_t *steps)
{
    uint8_t *done = calloc((size_t)n_cells, 1);
    int32_t *queue = malloc(sizeof(int32_t) * (size_t)(n_seeds + 1));
    if (!done || !queue) {
        free(done);
        free(queue);
        return -1;
    }
    for (int64_t s = 0; s < n_seeds; s++) {
        if (done[seeds[s]])
            continue;
        const VALUE value = values[seeds[s]];
        int64_t head = 0, tail = 0;
        queue[tail++] = seeds[s];
        done[seeds[s]] = 1;
        while (head < tail) {
            const int64_t cell = queue[head++];
            for (int64_t k = 0; k < n_steps; k++) {
                const search_t *step = steps + k;
                const axis_t *axis = &step->axis;
                const VALUE *ranks = step->ranks;
                const int64_t outer = cell / (axis->size * step->inner), inside = cell % step->inner;
                const int64_t column = outer * step->inner + inside, base = outer * axis->size * step->inner + inside;
                const int32_t class = axis->classes[cell / step->inner % axis->size];
                const int32_t *order = step->order + column * axis->size;
                for (int32_t e = axis->sub_start[class]; e < axis->sub_start[class + 1]; e++) {
                    const int32_t q = axis->subs[e];
                    int32_t *next = step->next + column * axis->n_classes + q;
                    for (; *next < step->class_end[q]; ++*next) {
                        const int64_t other = base + order[*next] * step->inner;
                        if (ranks && ranks[other] >= ranks[cell])
                            break;
                        if (done[other] || empty[other] == NEVER)
                            continue;
                        done[other] = 1;
                        values[other] = value;
                        queue[tail++] = (int32_t)other;
                    }
                }
            }
        }
    }
    free(done);
    free(queue);
    return 0;
}
