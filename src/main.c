/* main.c - ties the areas together and becomes what it was started as. */
int main(void)
{
    return 0;
}
