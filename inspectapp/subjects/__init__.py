"""Who is inspected (检查对象): institutions, exam sites, enterprises, their staff, certificates, agreements and rooms."""
