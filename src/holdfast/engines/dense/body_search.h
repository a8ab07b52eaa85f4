/* The search in order of value, for one width of number; see kernels_body.h. */

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
