/* Score generation and own-fibre reduction, for one width of number; see kernels_body.h. */

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
