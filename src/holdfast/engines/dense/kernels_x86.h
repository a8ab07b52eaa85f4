/* Squares turned, and one row of the improvement step, at 16 bits on x86, the latter for two generations. Compilers keep the running minima of the
 * portable loop in memory (4 to 6 times slower, measured); here they stay in registers. The portable twin is
 * pair_row_16 in kernels_body.h; which one runs is decided when the module is loaded. */
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
