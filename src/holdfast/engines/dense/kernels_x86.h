/* Squares turned, and one row of the improvement step, at 16 bits on x86, the latter for two generations. Compilers keep the running minima of the
 * portable loop in memory (4 to 6 times slower, measured); here they stay in registers. The portable twin is
 * pair_row_16 in body_improvements.h; which one runs is decided when the module is loaded. */
#include <immintrin.h>

/* Eight rows of eight numbers, turned. */
static inline void turn_16(const int16_t *from, int64_t from_row, int16_t *to, int64_t to_row)
{
    __m128i r[8], s[8];
    for (int k = 0; k < 8; k++)
        r[k] = _mm_loadu_si128((const __m128i *)(from + k * from_row));
    for (int k = 0; k < 4; k++) {
        s[2 * k] = _mm_unpacklo_epi16(r[k], r[k + 4]);
        s[2 * k + 1] = _mm_unpackhi_epi16(r[k], r[k + 4]);
    }
    for (int k = 0; k < 4; k++) {
        r[2 * k] = _mm_unpacklo_epi16(s[k], s[k + 4]);
        r[2 * k + 1] = _mm_unpackhi_epi16(s[k], s[k + 4]);
    }
    for (int k = 0; k < 4; k++) {
        s[2 * k] = _mm_unpacklo_epi16(r[k], r[k + 4]);
        s[2 * k + 1] = _mm_unpackhi_epi16(r[k], r[k + 4]);
    }
    for (int k = 0; k < 8; k++)
        _mm_storeu_si128((__m128i *)(to + k * to_row), s[k]);
}

__attribute__((target("avx512bw"))) static int pair_row_512(const int16_t *u, int16_t *p, int16_t *q, int64_t a,
                                                            const int32_t *b, const int32_t *end)
{
    const __m512i mine = _mm512_load_si512(u + a * 32), old = _mm512_load_si512(p + a * 32);
    __m512i low = old;
    if (!q) {
        for (; b < end; b++) {
            const __mmask32 better = _mm512_cmpgt_epi16_mask(_mm512_load_si512(u + *b * 32), mine);
            low = _mm512_mask_min_epi16(low, better, low, _mm512_load_si512(p + *b * 32));
        }
        _mm512_store_si512(p + a * 32, low);
        return _mm512_cmpneq_epi16_mask(low, old) != 0;
    }
    const __m512i old2 = _mm512_load_si512(q + a * 32);
    __m512i low2 = old2;
    for (; b < end; b++) {
        const __mmask32 better = _mm512_cmpgt_epi16_mask(_mm512_load_si512(u + *b * 32), mine);
        low = _mm512_mask_min_epi16(low, better, low, _mm512_load_si512(p + *b * 32));
        low2 = _mm512_mask_min_epi16(low2, better, low2, _mm512_load_si512(q + *b * 32));
    }
    _mm512_store_si512(p + a * 32, low);
    _mm512_store_si512(q + a * 32, low2);
    return (_mm512_cmpneq_epi16_mask(low, old) | _mm512_cmpneq_epi16_mask(low2, old2)) != 0;
}

__attribute__((target("avx2"))) static int pair_row_256(const int16_t *u, int16_t *p, int16_t *q, int64_t a,
                                                        const int32_t *start, const int32_t *end)
{
    int changed = 0;
    const __m256i never = _mm256_set1_epi16(INT16_MAX);
    for (int half = 0; half < 32; half += 16) {
        const __m256i mine = _mm256_load_si256((const __m256i *)(u + a * 32 + half));
        const __m256i old = _mm256_load_si256((const __m256i *)(p + a * 32 + half));
        const __m256i old2 = q ? _mm256_load_si256((const __m256i *)(q + a * 32 + half)) : old;
        __m256i low = old, low2 = old2;
        for (const int32_t *b = start; b < end; b++) {
            const __m256i rank = _mm256_load_si256((const __m256i *)(u + *b * 32 + half));
            const __m256i no = _mm256_andnot_si256(_mm256_cmpgt_epi16(rank, mine), never);
            low = _mm256_min_epi16(low, _mm256_or_si256(no, _mm256_load_si256((const __m256i *)(p + *b * 32 + half))));
            if (q)
                low2 = _mm256_min_epi16(low2,
                                        _mm256_or_si256(no, _mm256_load_si256((const __m256i *)(q + *b * 32 + half))));
        }
        __m256i differ = _mm256_xor_si256(low, old);
        _mm256_store_si256((__m256i *)(p + a * 32 + half), low);
        if (q) {
            differ = _mm256_or_si256(differ, _mm256_xor_si256(low2, old2));
            _mm256_store_si256((__m256i *)(q + a * 32 + half), low2);
        }
        changed |= !_mm256_testz_si256(differ, differ);
    }
    return changed;
}

/* One walk down eight sorted fibres, two values a cell side by side in one number of 32 bits; what walk_tile_16 does. */
__attribute__((target("avx2"))) static int walk_tile_256(int16_t *p, int16_t *q, uint32_t *tile, const uint32_t *order,
                                                         int64_t size, uint8_t *rows)
{
    const __m256i none = _mm256_set1_epi32(0x7FFF7FFF), number = _mm256_set1_epi32(0x7FFFFFFF);
    for (int64_t a = 0; a < size; a++) {
        const __m128i x = _mm_load_si128((const __m128i *)(p + a * 8));
        const __m128i y = q ? _mm_load_si128((const __m128i *)(q + a * 8)) : _mm256_castsi256_si128(none);
        _mm_store_si128((__m128i *)(tile + a * 8), _mm_unpacklo_epi16(x, y));
        _mm_store_si128((__m128i *)(tile + a * 8 + 4), _mm_unpackhi_epi16(x, y));
    }
    _mm256_store_si256((__m256i *)(tile + size * 8), none);
    __m256i best = none, pending = none;
    for (int64_t k = 0; k < size; k++) {
        const __m256i entry = _mm256_loadu_si256((const __m256i *)(order + k * 8));
        uint32_t at[8];
        _mm256_storeu_si256((__m256i *)at, _mm256_and_si256(entry, number));
        best = _mm256_blendv_epi8(pending, best, _mm256_srai_epi32(entry, 31));
        const __m256i value = _mm256_set_epi32((int)tile[at[7]], (int)tile[at[6]], (int)tile[at[5]], (int)tile[at[4]],
                                               (int)tile[at[3]], (int)tile[at[2]], (int)tile[at[1]], (int)tile[at[0]]);
        const __m256i fresh = _mm256_min_epi16(value, best);
        pending = _mm256_min_epi16(pending, fresh);
        const __m128i low = _mm256_castsi256_si128(fresh), high = _mm256_extracti128_si256(fresh, 1);
        tile[at[0]] = (uint32_t)_mm_cvtsi128_si32(low);
        tile[at[1]] = (uint32_t)_mm_extract_epi32(low, 1);
        tile[at[2]] = (uint32_t)_mm_extract_epi32(low, 2);
        tile[at[3]] = (uint32_t)_mm_extract_epi32(low, 3);
        tile[at[4]] = (uint32_t)_mm_cvtsi128_si32(high);
        tile[at[5]] = (uint32_t)_mm_extract_epi32(high, 1);
        tile[at[6]] = (uint32_t)_mm_extract_epi32(high, 2);
        tile[at[7]] = (uint32_t)_mm_extract_epi32(high, 3);
    }
    int any = 0;
    const __m256i order_back = _mm256_setr_epi8(0, 1, 4, 5, 8, 9, 12, 13, 2, 3, 6, 7, 10, 11, 14, 15, 0, 1, 4, 5, 8, 9, 12,
                                                13, 2, 3, 6, 7, 10, 11, 14, 15);
    for (int64_t a = 0; a < size; a++) {
        const __m256i both = _mm256_shuffle_epi8(_mm256_load_si256((const __m256i *)(tile + a * 8)), order_back);
        const __m256i parted = _mm256_permute4x64_epi64(both, 0xD8); /* p's eight, then q's eight */
        const __m128i x = _mm256_castsi256_si128(parted), y = _mm256_extracti128_si256(parted, 1);
        __m128i differ = _mm_xor_si128(x, _mm_load_si128((const __m128i *)(p + a * 8)));
        _mm_store_si128((__m128i *)(p + a * 8), x);
        if (q) {
            differ = _mm_or_si128(differ, _mm_xor_si128(y, _mm_load_si128((const __m128i *)(q + a * 8))));
            _mm_store_si128((__m128i *)(q + a * 8), y);
        }
        rows[a] = (uint8_t)!_mm_testz_si128(differ, differ);
        any |= rows[a];
    }
    return any;
}
