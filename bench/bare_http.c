/* bare_http.c - libmicrohttpd alone: two threads that answer every request with one fixed page.
 * Prints its port; ends when its input does. bench/serve.mjs loads it as the bound of ours. */
#include <microhttpd.h>
#include <unistd.h>

enum { WORKERS = 2, PAGE = 1024 };

static enum MHD_Result answer(void *page, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *body,
                              size_t *size, void **state)
{
    (void)url;
    (void)method;
    (void)version;
    (void)body;
    (void)size;
    if (*state == NULL) { /* answered at its first call, a connection would end after one page */
        *state = page;
        return MHD_YES;
    }
    return MHD_queue_response(connection, MHD_HTTP_OK, page);
}

int main(void)
{
    static char page[PAGE];
    char c;

    memset(page, 'x', sizeof page);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(sizeof page, page, MHD_RESPMEM_PERSISTENT);
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, answer, response,
                         MHD_OPTION_THREAD_POOL_SIZE, (unsigned)WORKERS, MHD_OPTION_END);
    if (response == NULL || daemon == NULL)
        return 1;
    printf("%u\n", (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    (void)fflush(stdout);
    while (read(STDIN_FILENO, &c, 1) > 0)
        ;
    MHD_stop_daemon(daemon);
    MHD_destroy_response(response);
    return 0;
}
